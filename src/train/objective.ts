import * as tf from '@tensorflow/tfjs';
import { badType } from '../check/errors.js';
import { type Progress, valueAt } from '../schedules/schedule.js';
import type { ForwardPass } from '../terms/forwardPass.js';
import type { BoundTerm } from './phase.js';

/** Weight of each term now. */
export function weightsAt(terms: readonly BoundTerm[], progress: Progress): number[] {
  return terms.map(({ term }) => valueAt(term.weight ?? 1, progress));
}

function lossOf({ term, networks }: BoundTerm, pass: ForwardPass): tf.Scalar {
  const loss = term.loss(pass, networks);
  if (loss instanceof tf.Tensor && loss.size === 1) return tf.reshape(loss, []) as tf.Scalar;
  const received = loss instanceof tf.Tensor ? `a tensor of shape [${loss.shape}]` : String(loss);
  const next = 'Reduce it, for example with .mean().';
  throw badType({ argument: `term '${term.name}'`, expected: 'one number as a tf.Scalar', received, next });
}

/**
 * The weighted sum of the terms, and a row [total, term 0, term 1, …] for the record. Terms of weight 0 aren't
 * computed; their place holds NaN. The weights come in as a tensor, never baked into the computation.
 */
export function objective(
  terms: readonly BoundTerm[],
  weights: readonly number[],
  pass: ForwardPass,
): { total: tf.Scalar; row: tf.Tensor1D } {
  const losses = terms.map((bound, i) => (weights[i] === 0 ? undefined : lossOf(bound, pass)));
  const weighted = losses.flatMap((loss, i) => (loss ? [tf.mul(loss, tf.scalar(weights[i]!))] : []));
  const total = weighted.reduce((sum, next) => tf.add(sum, next), tf.scalar(0) as tf.Tensor) as tf.Scalar;
  const row = tf.stack([total, ...losses.map((loss) => loss ?? tf.scalar(Number.NaN))]) as tf.Tensor1D;
  return { total, row };
}
