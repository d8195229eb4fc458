import type * as tf from '@tensorflow/tfjs';
import type { AdamMoments, OptimizerState } from '../optimizers/optimizer.js';
import type { Phase } from '../phase.js';

/** What Adam remembers of a variable. */
export interface MomentArrays {
  first: Float32Array;
  second: Float32Array;
  count: number;
}

/** What a phase keeps beside its variables, one entry per variable. */
export interface PhaseArrays {
  gradients: readonly Float32Array[];
  /** Empty unless the optimizer is Adam. Phases that share their Adam hold the same. */
  moments: readonly MomentArrays[];
}

/**
 * Arrays for a phase.
 *
 * @param take - Makes an array as large as a variable.
 * @param known - The arrays of moments that phases share; new ones are added.
 */
export function phaseArrays(
  { variables, optimizer: { moments = [] } }: Phase,
  take: (variable: tf.Variable) => Float32Array,
  known: Map<AdamMoments, MomentArrays>,
): PhaseArrays {
  for (const [i, own] of moments.entries()) {
    const variable = variables[i]!;
    if (!known.has(own)) known.set(own, { first: take(variable), second: take(variable), count: 0 });
  }
  return { gradients: variables.map(take), moments: moments.map((own) => known.get(own)!) };
}

/** A phase's moments as its optimizer restores them. */
export function stateOf({ variables }: Phase, { moments }: PhaseArrays): OptimizerState {
  const tensors = moments.flatMap(({ first, second }, i) =>
    [first, second].map((data) => ({ shape: variables[i]!.shape, data })),
  );
  return { counts: moments.map(({ count }) => count), tensors };
}

/** Takes an optimizer's state over. */
export function loadState({ moments }: PhaseArrays, { counts, tensors }: OptimizerState): void {
  moments.forEach((own, i) => {
    own.first.set(tensors[2 * i]!.data);
    own.second.set(tensors[2 * i + 1]!.data);
    own.count = counts[i]!;
  });
}
