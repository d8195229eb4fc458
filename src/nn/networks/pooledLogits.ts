import * as tf from '@tensorflow/tfjs';
import { wholeNumber } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { checkHasRows, checkTensor2d } from '../../tensor/checkShapes.js';
import { withGradient } from '../../tensor/withGradient.js';

/** Default number of logits that are held at a time: 4 MiB. */
export const logitBudget: number = 2 ** 20;

/** Options of {@link pooledLogits}. */
export interface PooledLogitsOptions {
  /** Number of splits: the rows of `hidden` are all cells of split 0, then all cells of split 1, …. */
  splits: number;
  /** Largest number of logits in memory at a time; default 2^20, which are 4 MiB. */
  budget?: number;
}

const table = {
  splits: wholeNumber,
  budget: (argument, given = logitBudget) => wholeNumber(argument, given),
} satisfies OptionTable<PooledLogitsOptions>;

/** log Σ_k exp(logits) for some genes. [splits · cells, genes] -> [cells, genes] */
function logSumExpSplits(logits: tf.Tensor2D, splits: number): tf.Tensor2D {
  const [rows, genes] = logits.shape;
  const bySplit = logits.reshape([splits, (rows / splits) * genes]);
  const largest = bySplit.max(0);
  const sums = bySplit.sub(largest).exp().sum(0);
  return sums
    .log()
    .add(largest)
    .reshape([rows / splits, genes]);
}

function forward(
  hidden: tf.Tensor2D,
  weight: tf.Tensor2D,
  { splits, budget }: Required<PooledLogitsOptions>,
): tf.Tensor2D {
  const genes = weight.shape[1];
  const atOnce = Math.max(1, Math.floor(budget / hidden.shape[0]));
  const blocks: tf.Tensor2D[] = [];
  for (let from = 0; from < genes; from += atOnce) {
    const size = Math.min(atOnce, genes - from);
    blocks.push(
      tf.tidy(() => logSumExpSplits(tf.matMul(hidden, tf.slice(weight, [0, from], [-1, size])), splits)),
    );
  }
  const sums = tf.concat(blocks, 1) as tf.Tensor2D;
  return sums.sub(Math.log(splits));
}

interface SplitGradient {
  ofHidden: tf.Tensor2D;
  ofWeight: tf.Tensor2D;
}

/** Gradients through one split, whose share in the sum of the exponentials is exp(logit - logSum). */
function splitGradient(
  dy: tf.Tensor,
  hidden: tf.Tensor2D,
  weight: tf.Tensor2D,
  logSum: tf.Tensor,
): SplitGradient {
  return tf.tidy(() => {
    const share = tf.matMul(hidden, weight).sub(logSum).exp().mul<tf.Tensor2D>(dy);
    return {
      ofHidden: tf.matMul<tf.Tensor2D>(share, weight, false, true),
      ofWeight: tf.matMul<tf.Tensor2D>(hidden, share, true, false),
    };
  });
}

// Split by split, whereas the forward pass goes by blocks of genes: a compiled step computes equal products
// only once, so that logits computed in the same blocks would all be kept in memory from the forward pass on.
function backward(
  dy: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weight: tf.Tensor2D,
  logSum: tf.Tensor,
): tf.Tensor2D[] {
  const [cells, units] = [dy.shape[0], hidden.shape[1]];
  const ofHidden: tf.Tensor2D[] = [];
  let ofWeight = tf.zerosLike(weight);
  for (let row = 0; row < hidden.shape[0]; row += cells) {
    const part = splitGradient(dy, tf.slice(hidden, [row, 0], [cells, units]), weight, logSum);
    ofHidden.push(part.ofHidden);
    const sum = ofWeight.add<tf.Tensor2D>(part.ofWeight);
    tf.dispose([ofWeight, part.ofWeight]);
    ofWeight = sum;
  }
  return [tf.concat(ofHidden, 0) as tf.Tensor2D, ofWeight];
}

function checkShapes(hidden: tf.Tensor2D, weight: tf.Tensor2D, splits: number): void {
  checkHasRows('pooledLogits: hidden', hidden);
  checkTensor2d('pooledLogits: weight', weight);
  const [rows, units] = hidden.shape;
  if (rows % splits === 0 && units === weight.shape[0]) return;
  const expected = `hidden [cells · ${splits}, units] and weight [units, genes]`;
  throw badValue({
    argument: 'pooledLogits',
    expected,
    received: `[${rows}, ${units}] and [${weight.shape}]`,
  });
}

/**
 * Logits of several splits, pooled while they are computed: `S = log Σ_k exp(h_k W) - log K`, the log of the
 * mean of the K splits' exponentials.
 *
 * The logits [splits, cells, genes] are never in memory all at once. The forward pass takes as many genes at a
 * time as `budget` allows (at least one); the backward pass computes the logits again, one split at a time,
 * which takes as much memory as the result. First derivatives only.
 *
 * @param hidden - h: all cells of split 0, then all of split 1, …. [splits · cells, units]
 * @param weight - W, shared by all splits. A bias that all splits share can be added to the result.
 * [units, genes]
 * @param options - `splits` (required) and `budget`.
 * @returns [cells, genes]; the caller disposes it.
 * @throws RangeError if the shapes don't fit or an option is unknown.
 * @see Moinfar and Theis 2024 (DRVI).
 * @example
 * ```ts
 * const pooled = pooledLogits(hidden, weight, { splits: 32 }); // hidden [32 · 128, 128], weight [128, 2000]
 * ```
 */
export function pooledLogits(
  hidden: tf.Tensor2D,
  weight: tf.Tensor2D,
  options: PooledLogitsOptions,
): tf.Tensor2D {
  const { splits, budget } = readOptions('pooledLogits', options, table);
  checkShapes(hidden, weight, splits);
  return withGradient([hidden, weight], (save, hidden, weight) => {
    const value = forward(hidden, weight, { splits, budget });
    save([hidden, weight, value]);
    return {
      value,
      gradient: (dy, [hidden, weight, value]) =>
        backward(dy, hidden as tf.Tensor2D, weight as tf.Tensor2D, value!.add(Math.log(splits))),
    };
  });
}
