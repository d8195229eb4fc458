let last: Promise<unknown> = Promise.resolve();

/** Runs asynchronous tasks one after the other: tfjs has one backend, and two changes of it at once end in neither. */
export function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const mine = last.then(task);
  last = mine.catch(() => undefined);
  return mine;
}
