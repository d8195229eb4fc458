import { withCode, type ZbioErrorCode } from '../../../check/errors.js';
import { isZbioError } from '../../../check/isZbioError.js';

/** An error as it goes from thread to thread: structured cloning would drop its code. */
export interface PassedError {
  kind: string;
  message: string;
  code?: ZbioErrorCode;
  cause?: PassedError;
}

const kinds = { RangeError, TypeError };

export function passError(error: unknown): PassedError {
  const thrown: Partial<Error> = error instanceof Error ? error : { message: String(error) };
  const { name = 'Error', message = '', cause } = thrown;
  return {
    kind: name,
    message,
    ...(isZbioError(error) ? { code: error.code } : {}),
    ...(cause === undefined ? {} : { cause: passError(cause) }),
  };
}

/** The error that was passed. */
export function receiveError({ kind, message, code, cause }: PassedError): Error {
  const Kind = kinds[kind as keyof typeof kinds] ?? Error;
  const error = new Kind(message, cause ? { cause: receiveError(cause) } : {});
  return code ? withCode(error, code) : error;
}
