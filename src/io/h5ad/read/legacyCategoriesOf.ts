import type { Dataset, Group } from 'h5wasm';
import { isDataset, type Reader } from '../../hdf5/h5.js';

/** What an attribute refers to, or null. */
function referred(dataset: Dataset, attribute: string): unknown {
  const value = dataset.attrs[attribute]?.value;
  // h5wasm returns an array even for a single reference.
  const reference: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof reference !== 'object' || reference === null || !('ref_data' in reference)) return null;
  try {
    return dataset.dereference(reference as Parameters<Dataset['dereference']>[0]);
  } catch {
    return null;
  }
}

/**
 * Before anndata 0.8, a column of categories was a dataset of codes whose attribute `categories` refers to the dataset of their names,
 * `__categories/<column>`. As in anndata, a column that refers to none is a column of numbers.
 */
export function legacyCategoriesOf(
  { linked }: Reader,
  table: Group,
  codes: Dataset,
  name: string,
): Dataset | undefined {
  if (!Object.hasOwn(codes.attrs, 'categories')) return undefined;
  // A reference is an address, which h5wasm looks for in the main file.
  const found = linked?.isElsewhere(codes) ? null : (referred(codes, 'categories') as Dataset | null);
  if (isDataset(found)) return found;
  try {
    const named = table.get(`__categories/${name}`);
    return isDataset(named) ? named : undefined;
  } catch {
    return undefined;
  }
}
