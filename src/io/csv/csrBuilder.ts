import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';

/** Takes a matrix value by value, row by row, without knowing its size. */
export interface CsrBuilder {
  /** Adds a value to the current row; columns must ascend. Zeros aren't stored. */
  add(column: number, value: number): void;
  /** Begins the next row. */
  endRow(): void;
  /** The matrix of all rows so far. */
  close(columns: number): CsrMatrix;
}

/** As large again: copying then costs no more than filling. */
const growth = 2;
const leastRoom = 1024;

/**
 * A builder of a CSR matrix.
 *
 * @param reserve - Called before memory is taken, with the number of bytes; may throw.
 */
export function createCsrBuilder(reserve: (bytes: number) => void): CsrBuilder {
  let data = new Float32Array(0);
  let indices = new Int32Array(0);
  const starts = [0];
  let stored = 0;
  const grow = (): void => {
    const room = Math.max(leastRoom, data.length * growth);
    reserve(room * 8);
    const [oldData, oldIndices] = [data, indices];
    data = new Float32Array(room);
    data.set(oldData);
    indices = new Int32Array(room);
    indices.set(oldIndices);
  };
  return {
    add(column, value) {
      if (value === 0) return;
      if (stored === data.length) grow();
      indices[stored] = column;
      data[stored++] = value;
    },
    endRow: () => void starts.push(stored),
    close: (columns) => ({
      data: data.slice(0, stored),
      indices: indices.slice(0, stored),
      indptr: Int32Array.from(starts),
      shape: [starts.length - 1, columns],
    }),
  };
}

/** The matrix itself, or dense where that takes no more memory, about: an entry of a CSR matrix takes twice that of a dense one. */
export function inLessMemory(matrix: CsrMatrix): Matrix | CsrMatrix {
  return matrix.data.length * 2 >= matrix.shape[0] * matrix.shape[1] ? toDense(matrix) : matrix;
}
