import { failure } from '../../check/errors.js';
import { isZbioError } from '../../check/isZbioError.js';
import { reasonOf } from './h5.js';

/**
 * Gives the errors of the readers of elements, which name `readH5ad`, the name of another caller; and HDF5's own errors, about an element
 * that can't be opened, a code.
 *
 * @param read - Reads a file by the elements that h5ad files consist of.
 */
export async function asCaller<T>(caller: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isZbioError(error)) {
      error.message = error.message.replaceAll('readH5ad', caller);
      throw error;
    }
    const message = `${caller}: the file is damaged (${reasonOf(error)}). Copy or download it again.`;
    throw failure('ZBIO_BAD_FILE', message, { cause: error });
  }
}
