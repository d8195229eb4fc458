import type { OnProgress } from './checkpoint.js';

/**
 * Splits the progress of a call among its stages, each of which is a call with progress of its own.
 *
 * @param shares - About how long each stage takes, in any unit; the progress of the whole is in this unit.
 */
export function stages(onProgress: OnProgress | undefined, shares: readonly number[]): OnProgress[] {
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, i) => {
    const before = shares.slice(0, i).reduce((sum, other) => sum + other, 0);
    return (done, parts) => onProgress?.(before + (share * done) / parts, all);
  });
}
