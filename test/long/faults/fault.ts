/** What happens at the n-th change of a folder: a kill before, halfway or after it, or an error of the system. */
export interface Fault {
  folder: string;
  /** File in which every change is noted, and the fault. */
  log: string;
  /** The change's number, from 1; 0 for no fault. */
  at: number;
  action: 'before' | 'half' | 'after' | 'ENOSPC' | 'EIO';
}
