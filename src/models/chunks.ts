import * as tf from '@tensorflow/tfjs';
import { createBreather } from '../backend/breathe.js';
import { copyRows } from '../matrix/copyRows.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';

/** Cells a chunk: large enough for fast products, small enough for the wasm heap. */
const chunkSize = 1024;

const rowsFrom = (start: number, cells: number): Int32Array =>
  Int32Array.from({ length: Math.min(chunkSize, cells - start) }, (_, i) => start + i);

/**
 * Maps cells to new rows, a chunk at a time, in order; never holds all of them dense.
 *
 * @param map - Runs inside `tf.tidy`: a chunk [chunk, genes] and its row numbers to [chunk, columns].
 * @returns [cells, columns]
 */
export async function mapChunks(
  x: Matrix | CsrMatrix,
  columns: number,
  map: (chunk: tf.Tensor2D, rows: Int32Array) => tf.Tensor2D,
): Promise<Matrix> {
  const cells = x.shape[0];
  const data = new Float32Array(cells * columns);
  const breathe = createBreather();
  for (let start = 0; start < cells; start += chunkSize) {
    const rows = rowsFrom(start, cells);
    const { data: dense, shape } = copyRows(x, rows);
    const out = tf.tidy(() => map(tf.tensor2d(dense, shape), rows));
    data.set((await out.data()) as Float32Array, start * columns);
    out.dispose();
    await breathe();
  }
  return { data, shape: [cells, columns] };
}
