import { failure, type ZbioError } from '../../check/errors.js';
import { listed } from '../../check/quoted.js';

/** The error for a part in an old layout that can't be brought to the new one without a loss. */
export function badFile(part: string, left: readonly string[]): ZbioError {
  const message =
    `writeH5ad: '${part}' is stored in the layout of anndata before 0.7, and ${listed(left)} can't be brought to today's. ` +
    'Write the file again in Python: anndata.read_h5ad(path).write_h5ad(path).';
  return failure('ZBIO_BAD_FILE', message);
}
