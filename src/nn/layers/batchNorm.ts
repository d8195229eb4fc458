import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import type { Mode, NormStatistics } from '../network.js';
import type { Layer } from './layer.js';
import { parameter } from './parameter.js';

const epsilon = 1e-3;
/** Weight of the new minibatch in the running statistics. */
const momentum = 0.05;

const constantVariable = (size: number, value: number, role: string, trainable = true): tf.Variable =>
  variable([size], (shape) => tf.fill(shape, value), { trainable, role: `norm/${role}` });

function moveTowards(running: tf.Variable, now: tf.Tensor): void {
  running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(now, momentum)));
}

/** A batch norm that exposes its statistics. */
export interface BatchNormLayer extends Layer {
  readonly statistics: NormStatistics;
}

/**
 * Batch normalisation: `(x - mean)/√(variance + 1e-3)·scale + shift`. During training, mean and variance are
 * those of the minibatch, and the running statistics follow them (with the unbiased variance, as in PyTorch).
 * Otherwise the running statistics are used.
 */
export function batchNorm(size: number): BatchNormLayer {
  const scale = constantVariable(size, 1, 'scale');
  const shift = constantVariable(size, 0, 'shift');
  const runningMean = constantVariable(size, 0, 'mean', false);
  const runningVariance = constantVariable(size, 1, 'variance', false);
  const normalise = (x: tf.Tensor2D, mean: tf.Tensor, variance: tf.Tensor, mode: Mode): tf.Tensor2D => {
    const factor = tf.mul(tf.rsqrt(tf.add(variance, epsilon)), parameter(scale, mode));
    return tf.add(tf.mul(tf.sub(x, mean), factor), parameter(shift, mode));
  };
  return {
    variables: [scale, shift, runningMean, runningVariance],
    statistics: { scale, shift, mean: runningMean, variance: runningVariance, epsilon },
    apply: (x, mode) => {
      if (!mode.training) return normalise(x, runningMean, runningVariance, mode);
      const { mean, variance } = tf.moments(x, 0);
      if (!mode.frozen) {
        moveTowards(runningMean, mean);
        moveTowards(runningVariance, tf.mul(variance, x.shape[0] / Math.max(1, x.shape[0] - 1)));
      }
      return normalise(x, mean, variance, mode);
    },
  };
}
