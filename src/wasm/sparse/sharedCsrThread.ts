import type { CsrThread } from './csrThread.js';

let thread: CsrThread | undefined;

/** The thread that products of sparse matrices may share, while someone uses one. */
export const sharedCsrThread = (): CsrThread | undefined => thread;

/** Lets products share a thread from now on, or none. */
export function shareCsrThread(next: CsrThread | undefined): void {
  thread = next;
}
