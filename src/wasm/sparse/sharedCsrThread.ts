import { type CsrThread, startCsrThread } from './csrThread.js';

let thread: CsrThread | undefined;
let users = 0;

/** The thread that products of sparse matrices may share, while someone uses one. */
export const sharedCsrThread = (): CsrThread | undefined => thread;

/**
 * Keeps a second thread for products of sparse matrices, where one can be started, until the last user has called the function that
 * this returns. It saves 13 % of `transform` on an idle machine with two cores (docs/performance.md).
 */
export function useCsrThread(): () => Promise<void> {
  if (users === 0) thread = startCsrThread();
  users++;
  return async () => {
    users--;
    if (users > 0) return;
    const last = thread;
    thread = undefined;
    await last?.close();
  };
}
