const budget = 12;

const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    // setTimeout would cost a millisecond or more each time where setImmediate exists (Node).
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });

/**
 * A pause for the event loop, taken at most every 12 ms: pages stay responsive and abort signals arrive.
 *
 * @returns A function to await between two pieces of work.
 */
export function createBreather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < budget) return;
    await nextTask();
    last = performance.now();
  };
}
