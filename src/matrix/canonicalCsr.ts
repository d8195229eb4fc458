import type { CsrMatrix } from './matrix.js';
import { transposeCsr } from './transposeCsr.js';

/** Whether the columns of each row strictly ascend and none is negative. */
export function isCanonical({ indices, indptr, shape }: CsrMatrix): boolean {
  for (let row = 0; row < shape[0]; row++) {
    let before = -1;
    for (let k = indptr[row]!, end = indptr[row + 1]!; k < end; k++) {
      const column = indices[k]!;
      if (column <= before) return false;
      before = column;
    }
  }
  return true;
}

function sumRepeated({ data, indices, indptr, shape }: CsrMatrix): CsrMatrix {
  const ends = new Int32Array(shape[0] + 1);
  const out = { data: new Float32Array(data.length), indices: new Int32Array(data.length) };
  let at = 0;
  for (let row = 0; row < shape[0]; row++) {
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) {
      const repeated = k > indptr[row]! && indices[k] === indices[k - 1];
      if (!repeated) out.indices[at++] = indices[k]!;
      out.data[at - 1]! += data[k]!;
    }
    ends[row + 1] = at;
  }
  return { data: out.data.slice(0, at), indices: out.indices.slice(0, at), indptr: ends, shape };
}

/**
 * The same matrix with strictly ascending columns in each row. Several entries for one place are summed, as
 * scipy does. A matrix that is already in this form is returned itself.
 */
export function canonicalCsr(matrix: CsrMatrix): CsrMatrix {
  // A transposition sorts, so two of them sort the columns of every row in linear time.
  return isCanonical(matrix) ? matrix : sumRepeated(transposeCsr(transposeCsr(matrix)));
}
