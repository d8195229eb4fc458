import { shareCsrThread, sharedCsrThread } from './sharedCsrThread.js';
import { startCsrThread } from './startCsrThread.js';

let users = 0;

/**
 * Keeps a second thread for products of sparse matrices, where one can be started, until the last user has called the function that
 * this returns. It saves 13 % of `transform` on an idle machine with two cores (docs/performance.md).
 */
export function useCsrThread(): () => Promise<void> {
  if (users === 0) shareCsrThread(startCsrThread());
  users++;
  return async () => {
    users--;
    if (users > 0) return;
    const last = sharedCsrThread();
    shareCsrThread(undefined);
    await last?.close();
  };
}
