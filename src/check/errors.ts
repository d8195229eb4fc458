/**
 * What an error of zbio is about, for programs; the message is for people.
 *
 * - `ZBIO_BAD_VALUE`, `ZBIO_BAD_TYPE`: an argument that isn't allowed.
 * - `ZBIO_BAD_STATE`: a call that comes too early or too late: not fitted, training, disposed.
 * - `ZBIO_BAD_FILE`: a file that is damaged, or holds something else than expected.
 * - `ZBIO_BAD_PATH`: a path that can't be read or written.
 * - `ZBIO_BAD_NUMBERS`: a loss, gradient or weight that is no longer finite.
 * - `ZBIO_NO_PEER`: an optional package, a backend or a feature of the platform is missing.
 * - `ZBIO_NOT_TRACEABLE`: code that can't be compiled.
 * - `ZBIO_INTERNAL`: a fault of zbio itself; please report it.
 */
export type ZbioErrorCode =
  | 'ZBIO_BAD_VALUE'
  | 'ZBIO_BAD_TYPE'
  | 'ZBIO_BAD_STATE'
  | 'ZBIO_BAD_FILE'
  | 'ZBIO_BAD_PATH'
  | 'ZBIO_BAD_NUMBERS'
  | 'ZBIO_NO_PEER'
  | 'ZBIO_NOT_TRACEABLE'
  | 'ZBIO_INTERNAL';

/** An error that zbio threw on purpose. */
export type ZbioError = Error & {
  /** What it is about. */
  readonly code: ZbioErrorCode;
};

/** Parts of the message about a bad argument. */
export interface BadArgument {
  /** Name of the argument as the caller knows it, for example `'fit: batch'`. */
  argument: string;
  /** What is allowed. */
  expected: string;
  /** What was received. */
  received: string;
  /** What to do next, as a sentence. */
  next?: string;
}

const sentence = ({ argument, expected, received, next }: BadArgument): string =>
  `${argument}: expected ${expected}, received ${received}.${next ? ` ${next}` : ''}`;

/** Gives an error its code. Returns the error. */
export function withCode<Thrown extends Error>(error: Thrown, code: ZbioErrorCode): Thrown & ZbioError {
  return Object.assign(error, { code });
}

/** Error for a value of the right type that isn't allowed. */
export function badValue(parts: BadArgument): RangeError & ZbioError {
  return withCode(new RangeError(sentence(parts)), 'ZBIO_BAD_VALUE');
}

/** Error for a value of the wrong type. */
export function badType(parts: BadArgument): TypeError & ZbioError {
  return withCode(new TypeError(sentence(parts)), 'ZBIO_BAD_TYPE');
}

/**
 * Error that isn't about one argument.
 *
 * @param message - A whole sentence: what failed, why, and what to do next.
 */
export function failure(code: ZbioErrorCode, message: string, options: ErrorOptions = {}): ZbioError {
  return withCode(new Error(message, options), code);
}
