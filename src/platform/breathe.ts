import { pause } from './pause.js';

const budget = 12;

/**
 * A pause for the event loop, taken at most every 12 ms: pages stay responsive and abort signals arrive.
 *
 * @returns A function to await between two pieces of work.
 */
export function createBreather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < budget) return;
    await pause();
    last = performance.now();
  };
}
