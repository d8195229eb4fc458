import type { ZbioErrorCode } from '../check/errors.js';

/** Thrown when a function can't be recorded as a graph. The message names the operation and says what to do instead. */
export class UntraceableError extends Error {
  /** `'UntraceableError'`. */
  override readonly name: string = 'UntraceableError';
  /** See {@link ZbioErrorCode}. */
  readonly code: ZbioErrorCode = 'ZBIO_NOT_TRACEABLE';
  /** What can't be recorded: the name of an operation, or `'dataSync'`, `'constant'`, `'variable'` and the like. */
  readonly op: string;

  constructor(op: string, reason: string) {
    super(reason);
    this.op = op;
  }
}

/** The error for reading the values of a tensor. */
export function valuesAsked(what: string): UntraceableError {
  const reason = `the values of ${what} were asked for (dataSync, array, print, or an operation whose size depends on them, such as booleanMask)`;
  const next =
    'there are none while a function is recorded: select with tf.where or a mask, and return what you want to look at';
  return new UntraceableError('dataSync', `${reason}; ${next}.`);
}
