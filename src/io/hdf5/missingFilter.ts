import type { Filter } from 'h5wasm';
import { withCode } from '../../check/errors.js';
import { listed } from '../../check/quoted.js';

/** Error for values that are compressed by a filter that h5wasm doesn't have, perhaps only until plugins are loaded. */
export class MissingFilter extends Error {
  /** HDF5's numbers of the filters. */
  readonly filters: readonly number[];

  constructor(path: string, filters: readonly Filter[], options: ErrorOptions) {
    const names = filters.map(({ id, name }) => `${name.split(';')[0] || 'a filter'} (HDF5 filter ${id})`);
    const message =
      `readH5ad: '${path}' can't be read: it is compressed by ${listed(names)}, which h5wasm can't decode without plugins. ` +
      'Run: npm install --legacy-peer-deps h5wasm-plugins, or write the file again in Python: ' +
      "adata.write_h5ad(path, compression='gzip').";
    super(message, options);
    this.filters = filters.map(({ id }) => id);
    withCode(this, 'ZBIO_BAD_FILE');
  }
}
