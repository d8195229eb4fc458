import type { Dataset, Entity, Group } from 'h5wasm';
import { listed } from '../../../check/quoted.js';
import { canonicalCsr } from '../../../matrix/canonicalCsr.js';
import { csrFromTriples } from '../../../matrix/csrFromTriples.js';
import type { CsrMatrix, Matrix } from '../../../matrix/matrix.js';
import { transposeCsr } from '../../../matrix/transposeCsr.js';
import { badElement, foreignElement, optional } from '../../hdf5/badElement.js';
import {
  attribute,
  encodingOf,
  isDataset,
  isGroup,
  pathOf,
  type Reader,
  singleAttribute,
} from '../../hdf5/h5.js';
import { sizeOf } from '../../hdf5/readBytes.js';
import { describe, kindOf } from './kindOf.js';
import { partOf } from './readColumn.js';
import { readFloats, readWhole } from './readValues.js';

/** The shape that a matrix must have; undefined where any number is right. */
export type ExpectedShape = readonly [rows: number | undefined, columns: number | undefined];

const anyShape: ExpectedShape = [undefined, undefined];

/** A matrix can have no more stored values than an Int32Array can count. */
const mostStored = 2 ** 31 - 1;

function checkShape(path: string, [rows, columns]: readonly number[], expected: ExpectedShape): void {
  if ((expected[0] ?? rows) === rows && (expected[1] ?? columns) === columns) return;
  const shape = `[${expected[0] ?? 'any'}, ${expected[1] ?? 'any'}], the numbers of cells and genes`;
  throw badElement({
    path,
    expected: expected[1] === undefined ? `${expected[0]} rows, one per cell` : shape,
    found: `[${rows}, ${columns}]`,
  });
}

function readDense(reader: Reader, dataset: Dataset, expected: ExpectedShape): Matrix {
  const path = pathOf(dataset);
  const kind = kindOf(dataset.metadata);
  const { length } = dataset.shape ?? [];
  if (!['numbers', 'booleans'].includes(kind) || (length !== 1 && length !== 2)) {
    const next =
      kind === 'complex numbers'
        ? 'Store their real part or their size in Python: adata.X = abs(adata.X).'
        : undefined;
    throw foreignElement({
      path,
      expected: 'a matrix of real numbers',
      found: describe(dataset),
      ...(next ? { next } : {}),
    });
  }
  const [rows, columns = 1] = dataset.shape as number[];
  checkShape(path, [rows!, columns], expected);
  return { data: readFloats(reader, dataset), shape: [rows!, columns] };
}

/** 'csr', 'csc' or 'coo'; another text or undefined if the group is something else. SeuratDisk doesn't say which it is. */
export function formatOf(group: Group, [rows, columns]: ExpectedShape): string | undefined {
  const encoding = encodingOf(group);
  if (encoding !== undefined)
    return /^(csr|csc|coo)_matrix$/.test(encoding) ? encoding.slice(0, 3) : encoding;
  const old = singleAttribute(group, 'h5sparse_format');
  if (typeof old === 'string') return old;
  const names = group.keys();
  if (!['data', 'indices', 'indptr'].every((name) => names.includes(name))) return undefined;
  const majors = sizeOf(partOf(group, 'indptr')) - 1;
  return majors !== rows && majors === columns ? 'csc' : 'csr';
}

/** The shape that the group declares. Without one, `majors` and what is expected decide. */
export function shapeOf(
  group: Group,
  format: string,
  majors: number,
  expected: ExpectedShape,
): [number, number] {
  const declared = attribute(group, 'shape') ?? attribute(group, 'h5sparse_shape');
  if (Array.isArray(declared) && declared.length === 2 && declared.every(Number.isInteger)) {
    return [declared[0], declared[1]];
  }
  const [rows, columns] =
    format === 'csc' ? [expected[0], majors] : [format === 'csr' ? majors : expected[0], expected[1]];
  if (declared === undefined && rows !== undefined && columns !== undefined) return [rows, columns];
  const found = declared === undefined ? 'none' : `${declared}`;
  throw badElement({ path: pathOf(group), expected: "an attribute 'shape' of two numbers", found });
}

function checkSameLength(group: Group, names: readonly string[]): void {
  const lengths = names.map((name) => sizeOf(partOf(group, name)));
  if (lengths.every((length) => length === lengths[0])) return;
  const expected = `${listed(names)} of one length`;
  throw badElement({ path: pathOf(group), expected, found: lengths.join(', ') });
}

function checkStarts(group: Group, indptr: Int32Array, stored: number): void {
  const path = `${pathOf(group)}/indptr`;
  const falling = indptr.findIndex((start, i) => i > 0 && start < indptr[i - 1]!);
  const expected = `numbers that rise from 0 to ${stored}, the number of stored values`;
  if (falling > 0)
    throw badElement({ path, expected, found: `${indptr[falling]} after ${indptr[falling - 1]}` });
  if (indptr[0] === 0 && indptr.at(-1) === stored) return;
  throw badElement({ path, expected, found: `numbers from ${indptr[0]} to ${indptr.at(-1)}` });
}

function readCompressed(reader: Reader, group: Group, format: string, expected: ExpectedShape): CsrMatrix {
  const majors = sizeOf(partOf(group, 'indptr')) - 1;
  const shape = shapeOf(group, format, majors, expected);
  checkShape(pathOf(group), shape, expected);
  const [rows, columns] = format === 'csc' ? [shape[1], shape[0]] : shape;
  if (majors !== rows) {
    const path = `${pathOf(group)}/indptr`;
    throw badElement({
      path,
      expected: `${rows + 1} entries for the shape [${shape.join(', ')}]`,
      found: `${majors + 1}`,
    });
  }
  checkSameLength(group, ['data', 'indices']);
  const indptr = readWhole(reader, partOf(group, 'indptr'), 0, mostStored);
  checkStarts(group, indptr, sizeOf(partOf(group, 'data')));
  const indices = readWhole(reader, partOf(group, 'indices'), 0, columns);
  const stored = {
    data: readFloats(reader, partOf(group, 'data')),
    indices,
    indptr,
    shape: [rows, columns] as [number, number],
  };
  return canonicalCsr(format === 'csc' ? transposeCsr(stored) : stored);
}

/** A matrix as triples: the row, the column and the value of each entry. */
function readTriples(reader: Reader, group: Group, expected: ExpectedShape): CsrMatrix {
  const shape = shapeOf(group, 'coo', 0, expected);
  checkShape(pathOf(group), shape, expected);
  checkSameLength(group, ['data', 'row', 'col']);
  const rows = readWhole(reader, partOf(group, 'row'), 0, shape[0]);
  const columns = readWhole(reader, partOf(group, 'col'), 0, shape[1]);
  const values = readFloats(reader, partOf(group, 'data'));
  return csrFromTriples({ rows, columns, data: values }, shape);
}

/** Reads a dense or sparse matrix (CSC and COO as CSR). Throws if the element is something else. */
export function requireMatrix(
  reader: Reader,
  entity: Group | Dataset,
  expected: ExpectedShape = anyShape,
): Matrix | CsrMatrix {
  if (isDataset(entity)) return readDense(reader, entity, expected);
  const format = formatOf(entity, expected);
  if (format === 'csr' || format === 'csc') return readCompressed(reader, entity, format, expected);
  if (format === 'coo') return readTriples(reader, entity, expected);
  const found = format === undefined ? `a group with ${listed(entity.keys()) || 'nothing'}` : `'${format}'`;
  throw foreignElement({
    path: pathOf(entity),
    expected: 'an array, or a sparse matrix (CSR, CSC, COO)',
    found,
  });
}

/** Reads a matrix as {@link requireMatrix} does; undefined if the element is something else. */
export function readMatrix(
  reader: Reader,
  entity: Entity | null,
  expected: ExpectedShape = anyShape,
): Matrix | CsrMatrix | undefined {
  if (!isGroup(entity) && !isDataset(entity)) return undefined;
  return optional(() => requireMatrix(reader, entity, expected));
}
