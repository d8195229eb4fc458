import type { ZbioError } from './errors.js';

/**
 * Whether a caught value is an error that zbio threw on purpose, with a {@link ZbioErrorCode} in `code`.
 *
 * It looks at the code, not at the class: errors of another realm, or of another copy of zbio, are recognised.
 *
 * @example
 * ```ts
 * try {
 *   await model.fit(x, batch);
 * } catch (error) {
 *   if (!isZbioError(error)) throw error;
 *   showToUser(error.code, error.message);
 * }
 * ```
 */
export function isZbioError(error: unknown): error is ZbioError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('ZBIO_');
}
