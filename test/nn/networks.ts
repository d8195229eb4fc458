import * as tf from '@tensorflow/tfjs';
import type { Matrix } from '../../src/matrix/matrix.js';
import type { Mode, Network } from '../../src/nn/network.js';
import { createRng } from '../../src/random/rng.js';

/** Mode outside training. */
export const inference: Mode = { training: false, rng: createRng(0) };

/** Mode during training, with its own stream. */
export const training = (seed = 1): Mode => ({ training: true, rng: createRng(seed) });

/** Normal values [rows, columns], the same for the same seed. */
export function normals(rows: number, columns: number, seed = 1): tf.Tensor2D {
  return tf.tensor2d(createRng(seed).normals(new Float32Array(rows * columns)), [rows, columns]);
}

/** Cells with zeros in nine of ten values, and with one empty row in three. */
export function sparseCells(rows: number, columns: number, seed = 1): Matrix {
  const rng = createRng(seed);
  const data = rng.normals(new Float32Array(rows * columns));
  const kept = (i: number): boolean => Math.floor(i / columns) % 3 !== 1 && rng.next() < 0.1;
  return { data: data.map((value, i) => (kept(i) ? value : 0)), shape: [rows, columns] };
}

/** The output of a network for x, as plain numbers; leaves no tensor. */
export function valuesOf(network: Network, x: tf.Tensor2D, mode: Mode = inference): number[] {
  return tf.tidy(() => [...network.apply(x, mode).dataSync()]);
}

/** A model of tfjs layers, 6 -> 4, with batch norm and dropout. */
export function layersModel(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [6], units: 5, activation: 'tanh' }),
      tf.layers.batchNormalization(),
      tf.layers.dropout({ rate: 0.5, seed: 3 }),
      tf.layers.dense({ units: 4 }),
    ],
  });
}
