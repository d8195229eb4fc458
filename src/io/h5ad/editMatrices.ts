import type { Group } from 'h5wasm';
import { sameLength } from '../../check/checks.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';
import { checkMatrix, checkName } from '../checkElement.js';
import { child, isDataset, isGroup, pathOf, type Reader, type Writer } from '../hdf5/h5.js';
import { badFile } from './badFile.js';
import { readEmbeddings } from './read/readMatrices.js';
import { readMatrix } from './read/readMatrix.js';
import { type Edit, type EditOptions, elementAt } from './write/applyEdits.js';
import { type Before, difference, nothing } from './write/difference.js';
import { overwriteMatrix, storedValues, writeMatrix } from './write/writeMatrix.js';
import { createGroup } from './write/writeValues.js';

/** The size that matrices must have. */
export interface MatrixSizes {
  rows: number;
  columns?: number;
}

type Matrices = Record<string, Matrix | CsrMatrix>;

/** The edit that writes a matrix. */
export function matrixEdit(path: readonly string[], matrix: Matrix | CsrMatrix): Edit {
  return {
    path,
    write: (parent, name) => writeMatrix(parent, name, matrix),
    values: storedValues(matrix),
    overwrite: (there) => overwriteMatrix(there, matrix),
  };
}

function stored(reader: Reader, root: Group, part: 'obsm' | 'layers'): Before<Matrix | CsrMatrix> {
  const group = child(root, part);
  if (!isGroup(group)) return nothing;
  const read = (name: string) => {
    const matrix = readMatrix(reader, group.get(name));
    return matrix && part === 'obsm' ? toDense(matrix) : matrix;
  };
  return { path: `${pathOf(group)}/`, names: group.keys(), read };
}

/** Before anndata 0.7, all embeddings were one dataset of records: it becomes a group. */
function convert(reader: Reader, root: Group, now: Matrices, add: boolean): Edit[] {
  const before = readEmbeddings(reader, child(root, 'obsm'));
  if (!add && difference(now, { path: '', names: Object.keys(before), read: (name) => before[name] }).same)
    return [];
  if (reader.skipped.some((path) => path.startsWith('obsm/'))) throw badFile('obsm', reader.skipped);
  const all = { ...(add ? before : {}), ...now };
  const write = function* (parent: Group, name: string): Generator<number, void> {
    const group = createGroup(parent, name, 'dict');
    for (const [key, matrix] of Object.entries(all)) yield* writeMatrix(group, key, matrix);
  };
  const values = Object.values(all).reduce((sum, matrix) => sum + storedValues(matrix), 0);
  return [{ path: ['obsm'], write, values }];
}

/**
 * The edits that bring `obsm` or `layers` of a file to `now`.
 *
 * @param columns - Number of columns that all must have; undefined if any will do.
 */
export function editMatrices(
  context: Reader & Writer,
  root: Group,
  part: 'obsm' | 'layers',
  now: Matrices,
  { add, kept, rows, columns }: MatrixSizes & EditOptions,
): Edit[] {
  if (part === 'obsm' && isDataset(child(root, part))) {
    return Object.keys(now).length || !add ? convert(context, root, now, add) : [];
  }
  const { put, gone } = difference(now, add ? nothing : stored(context, root, part), kept);
  for (const [name, matrix] of put) {
    const argument = `${context.caller}: ${part}`;
    if (!elementAt(root, [part, ...name.split('/')])) checkName(argument, name);
    checkMatrix(`${argument}['${name}']`, matrix);
    sameLength(`${argument}['${name}']`, matrix.shape[0], rows, 'cell');
    if (columns !== undefined) sameLength(`${argument}['${name}']`, matrix.shape[1], columns, 'gene');
  }
  return [
    ...put.map(([name, matrix]) => matrixEdit([part, ...name.split('/')], matrix)),
    ...gone.map((name) => ({ path: [part, ...name.split('/')] })),
  ];
}
