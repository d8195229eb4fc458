import { type CsrThread, startCsrThread } from './csrThread.js';

let thread: CsrThread | undefined;
let users = 0;

/** The thread that products of sparse matrices may share, while someone uses one. */
export const sharedCsrThread = (): CsrThread | undefined => thread;

/**
 * Has a second thread for products of sparse matrices, where one can be had, until the function that it returns is called: by the
 * last user, if there are several.
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
