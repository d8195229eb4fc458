let last: Promise<unknown> = Promise.resolve();

/** Runs asynchronous tasks one after the other: tfjs has one current backend, and two changes at once would bring about neither. */
export function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const mine = last.then(task);
  last = mine.catch(() => undefined);
  return mine;
}
