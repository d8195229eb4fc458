import * as tf from '@tensorflow/tfjs';
import { fillNormalsInBulk, fillUniformsInBulk } from './fillRandom.js';
import type { Rng } from './rng.js';

/** Standard normal values of the given shape, drawn from `rng`. The caller disposes it. */
export function normalTensor(shape: [number, number], rng: Rng): tf.Tensor2D {
  if (rng.recorded) return rng.recorded.normal(shape);
  return tf.tensor2d(fillNormalsInBulk(new Float32Array(shape[0] * shape[1]), rng), shape);
}

/** Values uniform in [0, 1) of the given shape, drawn from `rng`. The caller disposes it. */
export function uniformTensor(shape: [number, number], rng: Rng): tf.Tensor2D {
  if (rng.recorded) return rng.recorded.uniform(shape);
  return tf.tensor2d(fillUniformsInBulk(new Float32Array(shape[0] * shape[1]), rng), shape);
}

/**
 * 1 with probability `keep`, else 0, each entry drawn from `rng`. The caller disposes it.
 *
 * @param keep - A number, or a scalar tensor where it changes while training.
 */
export function maskTensor(shape: [number, number], keep: number | tf.Scalar, rng: Rng): tf.Tensor2D {
  return tf.tidy(() => tf.cast(tf.less(uniformTensor(shape, rng), keep), 'float32'));
}
