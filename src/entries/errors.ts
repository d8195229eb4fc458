/**
 * Errors of the library: their codes, and how to recognise them.
 *
 * @module zbio/errors
 */

export type { ZbioError, ZbioErrorCode } from '../check/errors.js';
export { isZbioError } from '../check/isZbioError.js';
