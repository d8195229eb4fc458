import { badType, badValue } from '../check/errors.js';
import { listed } from '../check/quoted.js';
import { isFloat32Array, isInt32Array, ownFloat32Array, ownInt32Array, shown } from '../check/values.js';
import { isCanonical } from './canonicalCsr.js';
import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

/** Parts of a matrix, as callers without types may give them. */
type Parts = Partial<Record<'data' | 'indices' | 'indptr' | 'shape', unknown>>;

function checkShape(argument: string, shape: unknown): [number, number] {
  const isSide = (side: unknown): boolean => Number.isInteger(side) && (side as number) >= 0;
  if (Array.isArray(shape) && shape.length === 2 && shape.every(isSide)) return shape as [number, number];
  const received = Array.isArray(shape) ? `[${listed(shape.map(shown))}]` : shown(shape);
  throw badType({ argument, expected: 'a shape [rows, columns]', received });
}

function checkDense(argument: string, { data, shape }: Matrix): void {
  if (data.length === shape[0] * shape[1]) return;
  const expected = `data of ${shape[0]} x ${shape[1]} = ${shape[0] * shape[1]} values, to match shape`;
  throw badValue({ argument, expected, received: `${data.length} values` });
}

function checkCsr(argument: string, { data, indices, indptr, shape }: CsrMatrix): void {
  const stored = indptr[shape[0]];
  const ascending = indptr.every((start, i) => i === 0 || start >= indptr[i - 1]!);
  if (indptr.length !== shape[0] + 1 || indptr[0] !== 0 || !ascending) {
    const expected = `indptr of ${shape[0] + 1} ascending offsets from 0`;
    throw badValue({ argument, expected, received: `${indptr.length} offsets` });
  }
  if (stored !== data.length || stored !== indices.length) {
    const received = `${data.length} values and ${indices.length} indices`;
    throw badValue({ argument, expected: `${stored} values and indices, to match indptr`, received });
  }
}

function checkColumns(argument: string, { indices, indptr, shape }: CsrMatrix, canonical: boolean): void {
  const isOutside = (column: number): boolean => column < 0 || column >= shape[1];
  // If columns ascend, only the last one of each row can be outside.
  const isRowOutside = (end: number): boolean => end > 0 && isOutside(indices[end - 1]!);
  if (canonical && !indptr.some(isRowOutside)) return;
  const wrong = indices.find(isOutside);
  if (wrong === undefined) return;
  throw badValue({ argument, expected: `column indices below ${shape[1]}`, received: `${wrong}` });
}

/** A CSR matrix of these parts, and whether its columns are in order and don't repeat. Throws if the parts don't fit together. */
export function csrFrom(argument: string, parts: Parts): { matrix: CsrMatrix; canonical: boolean } {
  const { data, indices, indptr } = parts;
  if (!isFloat32Array(data) || !isInt32Array(indices) || !isInt32Array(indptr)) {
    const expected = 'a CsrMatrix with data as Float32Array, indices and indptr as Int32Array';
    throw badType({ argument, expected, received: listed([data, indices, indptr].map(shown)) });
  }
  const own = { data: ownFloat32Array(data), indices: ownInt32Array(indices), indptr: ownInt32Array(indptr) };
  const shape = checkShape(argument, parts.shape);
  const isOwn = own.data === data && own.indices === indices && own.indptr === indptr;
  // The same object if nothing has to change: callers may compare.
  const matrix = isOwn ? (parts as CsrMatrix) : { ...own, shape };
  checkCsr(argument, matrix);
  const canonical = isCanonical(matrix);
  checkColumns(argument, matrix, canonical);
  return { matrix, canonical };
}

/** How to make a matrix of what was given in its place. */
function advice(x: unknown): string | undefined {
  if (Array.isArray(x))
    return 'Make one of rows: { data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0].length] }.';
  if (typeof x !== 'object' || x === null) return undefined;
  if ('x' in x && 'obs' in x) return 'Of an AnnData, give its x: adata.x.';
  if ('dtype' in x) return 'Of a tensor, give { data: await tensor.data(), shape: tensor.shape }.';
  if ('bio' in x) return 'Give one of the latents, such as bio.';
  return undefined;
}

/** Throws a TypeError that says what a matrix is and, if possible, how to make one of what was given. */
export function refuseMatrix(argument: string, expected: string, x: unknown): never {
  const next = advice(x);
  throw badType({ argument, expected, received: shown(x), ...(next ? { next } : {}) });
}

/** Whether a value has the parts of a matrix, right or wrong ones. */
export const hasParts = (x: unknown): x is Parts =>
  typeof x === 'object' && x !== null && 'data' in x && 'shape' in x && !('dtype' in x);

/**
 * Returns a dense or CSR matrix whose parts fit together, as arrays of this realm. Nothing is copied.
 *
 * @throws TypeError on anything else; RangeError if its parts don't fit together.
 */
export function checkMatrix<M extends Matrix | CsrMatrix>(argument: string, x: M): M {
  const given: unknown = x;
  if (!hasParts(given)) return refuseMatrix(argument, 'a Matrix or CsrMatrix', given);
  if ('indptr' in given) return csrFrom(argument, given).matrix as M;
  const { data, shape } = given;
  if (!isFloat32Array(data)) {
    const next = 'Convert it: Float32Array.from(data).';
    throw badType({ argument, expected: 'a Matrix with data as Float32Array', received: shown(data), next });
  }
  // The same object if nothing has to change: callers may compare.
  const own = data instanceof Float32Array ? x : ({ ...x, data: ownFloat32Array(data) } as M);
  checkShape(argument, shape);
  if (!isCsr(own)) checkDense(argument, own);
  return own;
}
