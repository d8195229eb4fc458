import type { Progress } from './schedule.js';

/** How much of the run is done: 0 at the first step, 1 at the last. */
export function runShare({ step, steps }: Progress): number {
  return steps > 1 ? step / (steps - 1) : 0;
}
