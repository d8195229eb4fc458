import type { Progress } from './progress.js';

/** What surrounds a command. */
export interface Shell {
  /** Shows what it does, on stderr. */
  progress: Progress;
  /** Aborted by Ctrl-C and other signals that end a process. */
  signal: AbortSignal;
}

/** The result of a command: as text, and as plain values for `--json`. */
export interface Outcome {
  text: string;
  json: object;
}
