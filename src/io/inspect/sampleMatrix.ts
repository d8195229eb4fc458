import type { Dataset, Group } from 'h5wasm';
import { joinRows } from '../../matrix/joinRows.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { partOf } from '../h5ad/read/readColumn.js';
import { requireMatrix } from '../h5ad/read/readMatrix.js';
import { decodeNumbers } from '../h5ad/read/readValues.js';
import { checkNumberTypes } from '../hdf5/checkNumberTypes.js';
import type { Reader } from '../hdf5/h5.js';
import { readBytes, sizeOf } from '../hdf5/readBytes.js';

/** Blocks of rows: at the start, in the middle and at the end. */
const blocks = 3;
const rowsPerBlock = 100;
/** A matrix in compressed columns has its rows all over the place: it is read whole, up to this number of values. */
const fewValues = 2 ** 22;

type Range = readonly [from: number, to: number];

function blocksOf(rows: number): Range[] {
  if (rows <= blocks * rowsPerBlock) return [[0, rows]];
  return Array.from({ length: blocks }, (_, i) => {
    const from = Math.floor(((rows - rowsPerBlock) * i) / (blocks - 1));
    return [from, from + rowsPerBlock] as const;
  });
}

function numbers(reader: Reader, dataset: Dataset, range: Range): ArrayLike<number | bigint> {
  checkNumberTypes(reader, dataset);
  return decodeNumbers(readBytes(reader, dataset, range), dataset.metadata);
}

function denseRows(reader: Reader, dataset: Dataset, [from, to]: Range): Matrix {
  const data = Float32Array.from(numbers(reader, dataset, [from, to]) as ArrayLike<number>, Number);
  return { data, shape: [to - from, dataset.shape![1]!] };
}

function csrRows(reader: Reader, group: Group, columns: number, [from, to]: Range): CsrMatrix {
  const starts = Array.from(numbers(reader, partOf(group, 'indptr'), [from, to + 1]), Number);
  const range: Range = [starts[0]!, starts.at(-1)!];
  const part = (name: string) => Array.from(numbers(reader, partOf(group, name), range), Number);
  return {
    data: Float32Array.from(part('data')),
    indices: Int32Array.from(part('indices')),
    indptr: Int32Array.from(starts, (start) => start - range[0]),
    shape: [to - from, columns],
  };
}

/** Some rows of a dense matrix of numbers. */
export function sampleDense(reader: Reader, dataset: Dataset): Matrix {
  const rows = blocksOf(dataset.shape![0]!);
  return joinRows(rows.map((range) => denseRows(reader, dataset, range))) as Matrix;
}

/** Some rows of a sparse matrix; undefined if they can't be found without reading all of a large one. */
export function sampleSparse(
  reader: Reader,
  group: Group,
  format: string,
  columns: number,
): Matrix | CsrMatrix | undefined {
  if (format !== 'csr')
    return sizeOf(partOf(group, 'data')) > fewValues ? undefined : requireMatrix(reader, group);
  const rows = blocksOf(sizeOf(partOf(group, 'indptr')) - 1);
  return joinRows(rows.map((range) => csrRows(reader, group, columns, range)));
}
