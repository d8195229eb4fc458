import { grouped } from '../../check/grouped.js';
import type { OnProgress } from '../../platform/checkpoint.js';
import type { Shell } from './shell.js';

/** Describes how far a call is, for the line that shows its progress. */
export type Describe = (done: number, all: number) => string;

/** Counts cells: 'latents: 2,048 of 10,000 cells'. */
export const cellsDone =
  (name: string): Describe =>
  (done, cells) =>
    `${name}: ${grouped(done)} of ${grouped(cells)} cells`;

/** In percent: 'scoring: 34 %'. */
export const percentDone =
  (name: string): Describe =>
  (done, all) =>
    `${name}: ${Math.floor((100 * done) / all)} %`;

/** Makes a call that shows its progress, and that Ctrl-C aborts. */
export async function followed<T>(
  { progress, signal }: Shell,
  describe: Describe,
  call: (watched: { signal: AbortSignal; onProgress: OnProgress }) => Promise<T>,
): Promise<T> {
  const job = progress.job();
  try {
    return await call({
      signal,
      onProgress: (done, all) => job.at(done / all, () => describe(done, all)),
    });
  } finally {
    job.end();
  }
}
