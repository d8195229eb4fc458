import * as tf from '@tensorflow/tfjs';
import { badValue } from '../../check/errors.js';

/** A variable of a network that was built for more batches. */
export interface GrownVariable {
  variable: tf.Variable;
  /** Number of rows that the earlier one had. */
  before: number;
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean => `${a}` === `${b}`;

/** Numbers of batches. */
export interface BatchCounts {
  /** Of `fit`. */
  batches: number;
  /** Added before. */
  earlier: number;
  /** To be added. */
  added: number;
}

/** Rows of the one-hot batch come last: a new batch starts as the mean over those of `fit`. */
function grownValues(from: tf.Tensor, { batches, earlier, added }: BatchCounts): tf.Tensor {
  const known = tf.slice(from, [from.shape[0]! - earlier - batches], [batches]);
  const start = tf.mean(known, 0, true);
  return tf.concat([from, ...Array.from({ length: added }, () => start)], 0);
}

/**
 * Copies the values of networks into the same networks, built for `added` more batches. Variables whose first axis counts batches
 * among others have more rows: the new ones start as the mean over the batches of `fit`.
 *
 * @returns The variables that have grown.
 * @throws RangeError if a variable has another shape than that.
 */
export function growVariables(
  name: string,
  from: readonly tf.Variable[],
  to: readonly tf.Variable[],
  counts: BatchCounts,
): GrownVariable[] {
  const grown: GrownVariable[] = [];
  const { batches, earlier: known, added } = counts;
  for (const [i, variable] of to.entries()) {
    const earlier = from[i]!;
    const [before = 0, ...others] = earlier.shape;
    if (sameShape(variable.shape, earlier.shape)) {
      if (variable !== earlier) variable.assign(earlier);
    } else if (sameShape(variable.shape, [before + added, ...others]) && before >= batches + known) {
      tf.tidy(() => variable.assign(grownValues(earlier, counts)));
      grown.push({ variable, before });
    } else {
      const argument = `extend: network '${name}', variable ${i}`;
      const expected = `[${[before + added, ...others]}] for ${added} more batches`;
      throw badValue({ argument, expected, received: `[${variable.shape}]` });
    }
  }
  return grown;
}
