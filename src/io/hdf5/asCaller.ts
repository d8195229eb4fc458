import { isZbioError } from '../../check/isZbioError.js';

/**
 * Gives the errors of the readers of elements, which name `readH5ad`, the name of another caller.
 *
 * @param read - Reads a file by the elements that h5ad files consist of.
 */
export async function asCaller<T>(caller: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isZbioError(error)) error.message = error.message.replaceAll('readH5ad', caller);
    throw error;
  }
}
