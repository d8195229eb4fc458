import * as tf from '@tensorflow/tfjs';
import { badType } from '../check/errors.js';
import { shown } from '../check/values.js';
import { UntraceableError } from '../onnx/untraceable.js';
import { type Progress, valueAt } from '../schedules/schedule.js';
import type { Step } from './step.js';
import type { BoundTerm } from './term.js';

/** The weight of each term at a step. */
export function weightsAt(terms: readonly Pick<BoundTerm<never>, 'term'>[], progress: Progress): number[] {
  return terms.map(({ term }) => valueAt(term.weight ?? 1, progress));
}

/** Whether each term is computed at a step, which it is unless its weight is 0. */
export function activeAt(terms: readonly Pick<BoundTerm<never>, 'term'>[], progress: Progress): boolean[] {
  return weightsAt(terms, progress).map((weight) => weight !== 0);
}

function scalarOf(name: string, loss: unknown): tf.Scalar {
  if (loss instanceof tf.Tensor && loss.size === 1) return tf.reshape(loss, []) as tf.Scalar;
  const received = loss instanceof tf.Tensor ? `a tensor of shape [${loss.shape}]` : shown(loss);
  const next = 'Reduce it, for example with .mean().';
  throw badType({ argument: `term '${name}'`, expected: 'one number as a tf.Scalar', received, next });
}

function lossOf<P>({ term, networks }: BoundTerm<P>, pass: P): tf.Scalar {
  try {
    return scalarOf(term.name, term.loss(pass, networks));
  } catch (error) {
    if (!(error instanceof UntraceableError)) throw error;
    throw new UntraceableError(error.op, `term '${term.name}': ${error.message}`);
  }
}

/** The weighted sum of terms, and a row [total, term 0, term 1, …] for the record. */
export interface Objective {
  total: tf.Scalar;
  row: tf.Tensor1D;
}

/**
 * Sums the active terms by their weights; the row holds NaN for the others.
 *
 * Weights are tensors of the pass, since a compiled step would fix plain numbers. Which terms are active is fixed in it.
 */
export function objective<P extends Pick<Step, 'value'>>(
  terms: readonly BoundTerm<P>[],
  active: readonly boolean[],
  pass: P,
): Objective {
  const losses = terms.map((bound, i) => (active[i] ? lossOf(bound, pass) : undefined));
  const weighted = losses.flatMap((loss, i) =>
    loss ? [tf.mul(loss, pass.value(terms[i]!.term.weight ?? 1))] : [],
  );
  const total = weighted.reduce((sum, next) => tf.add(sum, next), tf.scalar(0) as tf.Tensor) as tf.Scalar;
  const row = tf.stack([total, ...losses.map((loss) => loss ?? tf.scalar(Number.NaN))]) as tf.Tensor1D;
  return { total, row };
}
