import * as tf from '@tensorflow/tfjs';
import { createBreather } from '../backend/breathe.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { sliceRows } from '../matrix/sliceRows.js';
import { type InputCells, toModelScale } from './inputScale.js';

/** Cells a chunk: large enough for fast products, small enough for the wasm heap. */
const chunkSize = 1024;

/**
 * Maps cells to new rows, a chunk at a time, in order; never holds all of them dense or on the model's scale.
 *
 * @param map - Runs inside `tf.tidy`: a chunk [chunk, genes] on the model's scale, and which row is its first, to
 * [chunk, columns].
 * @returns [cells, columns]
 */
export async function mapChunks(
  { x, input }: InputCells,
  columns: number,
  map: (chunk: Matrix | CsrMatrix, start: number) => tf.Tensor2D,
): Promise<Matrix> {
  const cells = x.shape[0];
  const data = new Float32Array(cells * columns);
  const breathe = createBreather();
  for (let start = 0; start < cells; start += chunkSize) {
    const chunk = toModelScale(sliceRows(x, start, Math.min(start + chunkSize, cells)), input);
    const out = tf.tidy(() => map(chunk, start));
    data.set((await out.data()) as Float32Array, start * columns);
    out.dispose();
    await breathe();
  }
  return { data, shape: [cells, columns] };
}
