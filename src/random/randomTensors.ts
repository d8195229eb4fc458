import * as tf from '@tensorflow/tfjs';
import type { Rng } from './rng.js';

/** Standard normal values of the given shape, drawn from `rng`. The caller disposes. */
export function normalTensor(shape: [number, number], rng: Rng): tf.Tensor2D {
  return tf.tensor2d(rng.normals(new Float32Array(shape[0] * shape[1])), shape);
}

/** 1 with probability `keep`, else 0, each entry drawn from `rng`. The caller disposes. */
export function maskTensor(shape: [number, number], keep: number, rng: Rng): tf.Tensor2D {
  const mask = new Float32Array(shape[0] * shape[1]);
  for (let i = 0; i < mask.length; i++) mask[i] = rng.next() < keep ? 1 : 0;
  return tf.tensor2d(mask, shape);
}
