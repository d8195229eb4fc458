import { createRng } from '../../src/random/rng.js';
import type { TrainingSet } from '../../src/train/minibatch.js';
import { batches } from './stepModel.js';

/** Cells of the step benchmark. */
export const cellCount = 2048;
/** Number of different minibatches, used in turn. */
export const minibatchCount = 40;

/** Values that look log-normalised: a tenth to a half are above 0, and batches differ. Cell i belongs to batch i mod 4. */
export function stepCells(genes: number): TrainingSet & { x: { data: Float32Array } } {
  const rng = createRng(`cells ${genes}`);
  const shift = Float32Array.from({ length: batches * genes }, () => rng.next() - 1);
  const data = new Float32Array(cellCount * genes);
  for (let i = 0; i < data.length; i++) {
    const [cell, gene] = [Math.floor(i / genes), i % genes];
    data[i] = Math.max(0, 2 * rng.next() - 0.8 + shift[(cell % batches) * genes + gene]!);
  }
  const codes = Int32Array.from({ length: cellCount }, (_, cell) => cell % batches);
  return { x: { data, shape: [cellCount, genes] }, batch: { categories: ['a', 'b', 'c', 'd'], codes } };
}

/** Minibatch i: the same number of cells of each batch, batch after batch. */
export function minibatch(i: number, size: number): Int32Array {
  const rng = createRng(`minibatch ${i}`);
  const each = size / batches;
  return Int32Array.from({ length: size }, (_, row) => {
    const batch = Math.floor(row / each);
    return rng.integer(cellCount / batches) * batches + batch;
  });
}
