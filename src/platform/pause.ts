/** Lets the event loop run: pages stay responsive and abort signals arrive. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    // setTimeout would cost a millisecond or more each time where setImmediate exists (Node).
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
