import * as tf from '@tensorflow/tfjs';
import type { Mode } from '../nn/network.js';
import type { Progress } from '../schedules/schedule.js';
import { type Autoencoder, forward } from './forward.js';
import type { Minibatch } from './minibatch.js';
import { objective, weightsAt } from './objective.js';
import type { Phase } from './phase.js';

/**
 * One optimizer step of one phase.
 *
 * @returns The row [total, term 0, …]; the caller disposes it.
 */
export function trainStep(
  model: Autoencoder,
  phase: Phase,
  minibatch: Minibatch,
  progress: Progress,
  mode: Mode,
): tf.Tensor1D {
  const weights = weightsAt(phase.terms, progress);
  // tfjs throws on a loss that depends on no variable.
  if (weights.every((weight) => weight === 0)) return tf.tensor1d([0, ...weights.map(() => Number.NaN)]);
  return tf.tidy(() => {
    let row: tf.Tensor1D | undefined;
    const { grads } = tf.variableGrads(() => {
      const summed = objective(phase.terms, weights, forward(model, minibatch, progress, mode));
      row = tf.keep(summed.row);
      return summed.total;
    }, phase.variables as tf.Variable[]);
    const gradients = phase.variables.map((variable) => grads[variable.name] ?? null);
    phase.optimizer.step(gradients, progress);
    return row!;
  });
}
