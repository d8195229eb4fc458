import * as tf from '@tensorflow/tfjs';
import { numberWithin, wholeNumber } from '../check/checks.js';
import { badType } from '../check/errors.js';
import { isArrayLike, shown } from '../check/values.js';
import { checkScalar } from '../tensor/checkShapes.js';
import { fillNormalsInBulk, fillUniformsInBulk } from './fillRandom.js';
import { checkRng, type Rng } from './rng.js';

function checkDraw(call: string, shape: [number, number], rng: Rng): void {
  checkRng(`${call}: rng`, rng);
  if (!isArrayLike(shape) || shape.length !== 2) {
    throw badType({ argument: `${call}: shape`, expected: '[rows, columns]', received: shown(shape) });
  }
  for (const side of shape) wholeNumber(`${call}: shape`, side, 0);
}

/** A tensor of standard normal values, drawn from `rng`. The caller disposes it. */
export function normalTensor(shape: [number, number], rng: Rng): tf.Tensor2D {
  checkDraw('normalTensor', shape, rng);
  if (rng.recorded) return rng.recorded.normal(shape);
  return tf.tensor2d(fillNormalsInBulk(new Float32Array(shape[0] * shape[1]), rng), shape);
}

/** A tensor of values uniform in [0, 1), drawn from `rng`. The caller disposes it. */
export function uniformTensor(shape: [number, number], rng: Rng): tf.Tensor2D {
  checkDraw('uniformTensor', shape, rng);
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
  if (typeof keep !== 'object') numberWithin('maskTensor: keep', keep, 0, 1);
  else checkScalar('maskTensor: keep', keep);
  return tf.tidy(() => tf.cast(tf.less(uniformTensor(shape, rng), keep), 'float32'));
}
