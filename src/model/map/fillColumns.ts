import { type CsrMatrix, isCsr, type Matrix, rowRange } from '../../matrix/matrix.js';

/** Columns that cells lack, and the value that each gets on the networks' scale. */
export interface ColumnFill {
  /** Numbers of the columns. */
  columns: readonly number[];
  /** One per column. */
  values: readonly number[];
}

function fillDense({ data, shape: [rows, width] }: Matrix, { columns, values }: ColumnFill): Matrix {
  const filled = data.slice();
  for (let row = 0; row < rows; row++) {
    for (const [i, column] of columns.entries()) filled[row * width + column] = values[i]!;
  }
  return { data: filled, shape: [rows, width] };
}

/** The new entries of a row come behind its own. */
function fillCsr(x: CsrMatrix, { columns, values }: ColumnFill): CsrMatrix {
  const [rows] = x.shape;
  const data = new Float32Array(x.data.length + rows * columns.length);
  const indices = new Int32Array(data.length);
  const indptr = Int32Array.from(x.indptr, (start, row) => start + row * columns.length);
  for (let row = 0; row < rows; row++) {
    const [from, to] = rowRange(x, row);
    data.set(x.data.subarray(from, to), indptr[row]!);
    indices.set(x.indices.subarray(from, to), indptr[row]!);
    data.set(values, indptr[row]! + to - from);
    indices.set(columns, indptr[row]! + to - from);
  }
  return { data, indices, indptr, shape: x.shape };
}

/** Writes a value into columns that hold only zeros. CSR stays CSR. Returns a new matrix. */
export function fillColumns(x: Matrix | CsrMatrix, fill: ColumnFill): Matrix | CsrMatrix {
  return isCsr(x) ? fillCsr(x, fill) : fillDense(x, fill);
}
