import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';

/** The stored values of a dense matrix. */
function toCsr(matrix: Matrix | CsrMatrix): CsrMatrix {
  if (isCsr(matrix)) return matrix;
  const { data, shape } = matrix;
  const stored = data.reduce((count, value) => count + Number(value !== 0), 0);
  const out = { data: new Float32Array(stored), indices: new Int32Array(stored) };
  const indptr = new Int32Array(shape[0] + 1);
  for (let row = 0, at = 0; row < shape[0]; row++) {
    for (let column = 0; column < shape[1]; column++) {
      const value = data[row * shape[1] + column]!;
      if (value === 0) continue;
      out.data[at] = value;
      out.indices[at++] = column;
    }
    indptr[row + 1] = at;
  }
  return { ...out, indptr, shape };
}

function joinArrays<T extends Float32Array | Int32Array>(parts: readonly T[], out: T): T {
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * The rows of several matrices with equally many columns, in order. If one of them is CSR, so is the result.
 *
 * @returns [all rows, columns]
 */
export function joinRows(matrices: readonly (Matrix | CsrMatrix)[]): Matrix | CsrMatrix {
  const rows = matrices.reduce((sum, { shape }) => sum + shape[0], 0);
  const shape: [number, number] = [rows, matrices[0]!.shape[1]];
  const parts = matrices.some(isCsr) ? matrices.map(toCsr) : matrices;
  const stored = parts.reduce((sum, { data }) => sum + data.length, 0);
  const data = joinArrays(
    parts.map((part) => part.data),
    new Float32Array(stored),
  );
  if (!parts.every(isCsr)) return { data, shape };
  const indices = joinArrays(
    parts.map((part) => part.indices),
    new Int32Array(stored),
  );
  const indptr = new Int32Array(rows + 1);
  let [row, offset] = [0, 0];
  for (const part of parts) {
    for (let i = 1; i <= part.shape[0]; i++) indptr[++row] = offset + part.indptr[i]!;
    offset += part.data.length;
  }
  return { data, indices, indptr, shape };
}
