import type { Dataset, Entity, Group } from 'h5wasm';
import { canonicalCsr } from '../../matrix/canonicalCsr.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { transposeCsr } from '../../matrix/transposeCsr.js';
import { attribute, child, encodingOf, isDataset, isGroup, pathOf } from '../hdf5/h5.js';
import { kindOf, readInto, sizeOf } from './readValues.js';

function readDense(dataset: Dataset): Matrix {
  const [rows, columns = 1] = dataset.shape as number[];
  return { data: readInto(dataset, new Float32Array(sizeOf(dataset))), shape: [rows!, columns] };
}

/** Returns 'csr' or 'csc'; undefined or another text if the group is something else. */
function formatOf(group: Group): string | undefined {
  const encoding = encodingOf(group);
  if (encoding === 'csr_matrix' || encoding === 'csc_matrix') return encoding.slice(0, 3);
  return attribute(group, 'h5sparse_format') as string | undefined;
}

function checkIndices({ data, indices, indptr, shape }: CsrMatrix, path: string): void {
  const inRange = indices.every((column) => column >= 0 && column < shape[1]);
  const ascending = indptr.every((start, i) => start >= (indptr[i - 1] ?? 0));
  if (inRange && ascending && indptr.length === shape[0] + 1) {
    if (indptr.at(-1) === data.length && data.length === indices.length) return;
  }
  throw new Error(`readH5ad: the sparse matrix '${path}' is inconsistent. Write the file again.`);
}

function readSparse(group: Group, format: string): CsrMatrix {
  const [rows, columns] = (attribute(group, 'shape') ?? attribute(group, 'h5sparse_shape')) as [
    number,
    number,
  ];
  const part = (name: string) => child(group, name) as Dataset;
  const stored: CsrMatrix = {
    data: readInto(part('data'), new Float32Array(sizeOf(part('data')))),
    indices: readInto(part('indices'), new Int32Array(sizeOf(part('indices')))),
    indptr: readInto(part('indptr'), new Int32Array(sizeOf(part('indptr')))),
    shape: format === 'csc' ? [columns, rows] : [rows, columns],
  };
  checkIndices(stored, pathOf(group));
  return canonicalCsr(format === 'csc' ? transposeCsr(stored) : stored);
}

/** Reads a dense or sparse matrix (CSC as CSR); undefined if the element is something else. */
export function readMatrix(entity: Entity | null): Matrix | CsrMatrix | undefined {
  if (isDataset(entity)) {
    const readable = ['numbers', 'booleans'].includes(kindOf(entity.metadata));
    return readable && (entity.shape?.length === 2 || entity.shape?.length === 1)
      ? readDense(entity)
      : undefined;
  }
  const format = isGroup(entity) ? formatOf(entity) : undefined;
  return format === 'csr' || format === 'csc' ? readSparse(entity as Group, format) : undefined;
}
