/** A function can't become a graph. The message is one sentence or two: which operation, and what to do instead. */
export class UntraceableError extends Error {
  /** `'UntraceableError'`. */
  override readonly name: string = 'UntraceableError';
  /** The operation that can't be recorded: a kernel's name, or `'dataSync'`, `'constant'`, `'variable'` and the like. */
  readonly op: string;

  constructor(op: string, reason: string) {
    super(reason);
    this.op = op;
  }
}

/** What to say when the values of a tensor are read. */
export function valuesAsked(what: string): UntraceableError {
  const reason = `the values of ${what} were asked for (dataSync, array, print, or an operation whose size depends on them, such as booleanMask)`;
  const next =
    'there are none while a function is recorded: select with tf.where or a mask, and return what you want to see';
  return new UntraceableError('dataSync', `${reason}; ${next}.`);
}
