import type { Dataset, Group } from 'h5wasm';
import { badElement } from '../../hdf5/badElement.js';
import { isDataset, pathOf, type Reader } from '../../hdf5/h5.js';

type Reference = Parameters<Dataset['dereference']>[0];

/** The reference in an attribute, or null. */
function referenceIn(dataset: Dataset, attribute: string): Reference | null {
  const value = dataset.attrs[attribute]?.value;
  // h5wasm returns an array even for a single reference.
  const found: unknown = Array.isArray(value) ? value[0] : value;
  return typeof found === 'object' && found !== null && 'ref_data' in found ? (found as Reference) : null;
}

function datasetOr(find: () => unknown): Dataset | undefined {
  try {
    const found = find() as Dataset | null;
    return isDataset(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Before anndata 0.8, a column of categories was a dataset of codes whose attribute `categories` refers to the dataset of their names,
 * `__categories/<column>`. As in anndata, a column without a reference is a column of numbers.
 *
 * @throws Error if it refers to categories that can't be found.
 */
export function legacyCategoriesOf(
  { linked }: Reader,
  table: Group,
  codes: Dataset,
  name: string,
): Dataset | undefined {
  if (!Object.hasOwn(codes.attrs, 'categories')) return undefined;
  const reference = referenceIn(codes, 'categories');
  // A reference is an address, which h5wasm looks for in the main file.
  const elsewhere = linked?.isElsewhere(codes) ?? false;
  const referred = reference && !elsewhere ? datasetOr(() => codes.dereference(reference)) : undefined;
  const found = referred ?? datasetOr(() => table.get(`__categories/${name}`));
  if (found || !reference) return found;
  const [expected, received] = [
    'a dataset of its categories',
    'a reference to one that has no name in the file',
  ];
  throw badElement({ path: pathOf(codes), expected, found: received });
}
