import * as tf from '@tensorflow/tfjs';
import { fillNormalsInBulk, fillUniformsInBulk } from './fillRandom.js';
import type { Rng } from './rng.js';

/** A tensor of standard normal values, drawn from `rng`. The caller disposes it. */
export function normalTensor(shape: [number, number], rng: Rng): tf.Tensor2D {
  if (rng.recorded) return rng.recorded.normal(shape);
  return tf.tensor2d(fillNormalsInBulk(new Float32Array(shape[0] * shape[1]), rng), shape);
}

/** A tensor of values uniform in [0, 1), drawn from `rng`. The caller disposes it. */
export function uniformTensor(shape: [number, number], rng: Rng): tf.Tensor2D {
  if (rng.recorded) return rng.recorded.uniform(shape);
  return tf.tensor2d(fillUniformsInBulk(new Float32Array(shape[0] * shape[1]), rng), shape);
}

/**
 * A tensor whose entries, drawn from `rng`, are 1 with probability `keep` and 0 otherwise. The caller disposes
 * it.
 *
 * @param keep - A number, or a scalar tensor if it changes during training.
 */
export function maskTensor(shape: [number, number], keep: number | tf.Scalar, rng: Rng): tf.Tensor2D {
  return tf.tidy(() => tf.cast(tf.less(uniformTensor(shape, rng), keep), 'float32'));
}
