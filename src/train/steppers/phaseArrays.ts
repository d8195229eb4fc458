import type * as tf from '@tensorflow/tfjs';
import type { AdamMoments, OptimizerState } from '../optimizers/optimizer.js';
import type { Phase } from '../phase.js';

/** Adam's moments of a variable, as arrays. */
export interface MomentArrays {
  first: Float32Array;
  second: Float32Array;
  count: number;
}

/** The arrays of a phase in addition to its variables, one entry per variable. */
export interface PhaseArrays {
  gradients: readonly Float32Array[];
  /** Empty unless the optimizer is Adam. Phases that share one Adam share these. */
  moments: readonly MomentArrays[];
}

/**
 * Makes the arrays of a phase.
 *
 * @param take - Makes an array of the size of a variable.
 * @param shared - The arrays of moments that phases share; new ones are added.
 */
export function phaseArrays(
  { variables, optimizer: { moments = [] } }: Phase,
  take: (variable: tf.Variable) => Float32Array,
  shared: Map<AdamMoments, MomentArrays>,
): PhaseArrays {
  for (const [i, own] of moments.entries()) {
    const variable = variables[i]!;
    if (!shared.has(own)) shared.set(own, { first: take(variable), second: take(variable), count: 0 });
  }
  return { gradients: variables.map(take), moments: moments.map((own) => shared.get(own)!) };
}

/** The moments of a phase, as its optimizer restores them. */
export function stateOf({ variables }: Phase, { moments }: PhaseArrays): OptimizerState {
  const tensors = moments.flatMap(({ first, second }, i) =>
    [first, second].map((data) => ({ shape: variables[i]!.shape, data })),
  );
  return { counts: moments.map(({ count }) => count), tensors };
}

/** Loads the state of an optimizer. */
export function loadState({ moments }: PhaseArrays, { counts, tensors }: OptimizerState): void {
  moments.forEach((own, i) => {
    own.first.set(tensors[2 * i]!.data);
    own.second.set(tensors[2 * i + 1]!.data);
    own.count = counts[i]!;
  });
}
