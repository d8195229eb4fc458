import { canonicalCsr } from './canonicalCsr.js';
import type { CsrMatrix } from './matrix.js';

/** Entries of a sparse matrix in any order: entry k is `data[k]` in row `rows[k]` and column `columns[k]`. [entries] each */
export interface Triples {
  rows: Int32Array;
  columns: Int32Array;
  data: Float32Array;
}

/** Where each row begins among entries that are sorted by row. [rows + 1] */
function startsOf(rows: Int32Array, count: number): Int32Array<ArrayBuffer> {
  const indptr = new Int32Array(count + 1);
  for (let k = 0; k < rows.length; k++) indptr[rows[k]! + 1]!++;
  for (let row = 0; row < count; row++) indptr[row + 1]! += indptr[row]!;
  return indptr;
}

function isSorted(rows: Int32Array): boolean {
  for (let k = 1; k < rows.length; k++) if (rows[k]! < rows[k - 1]!) return false;
  return true;
}

/** A CSR matrix of entries whose places are inside of `shape`. Several entries for one place are summed. */
export function csrFromTriples(triples: Triples, shape: [number, number]): CsrMatrix {
  const { rows, columns, data } = triples;
  const indptr = startsOf(rows, shape[0]);
  // Most writers sort; then nothing is copied.
  if (isSorted(rows)) return canonicalCsr({ data, indices: columns, indptr, shape });
  const next = indptr.slice();
  const sorted = { data: new Float32Array(data.length), indices: new Int32Array(data.length) };
  for (let k = 0; k < rows.length; k++) {
    const at = next[rows[k]!]!++;
    sorted.data[at] = data[k]!;
    sorted.indices[at] = columns[k]!;
  }
  return canonicalCsr({ ...sorted, indptr, shape });
}
