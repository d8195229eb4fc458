import * as tf from '@tensorflow/tfjs';
import type { Pooling } from '../../nn/networks/additiveDecoder.js';
import { logAddExp } from '../../tensor/logAddExp.js';

/** What is added to every gene, of all counts of a cell, so that genes that are off don't dominate. */
export const PSEUDO_SHARE = 1e-6;
/** Weighted means weigh a cell by how far |z| exceeds this. */
const THRESHOLD = 1;

/** Some cells as the decoder sees them. */
export interface SplitCells {
  /** [dims, cells, genes] */
  logits: tf.Tensor3D;
  /** [cells, dims] */
  z: tf.Tensor2D;
}

/** Over the cells on one side of 0. */
export type SideSums = Record<
  /** Largest effect and weighted sums of effects, [dims, genes]; sums of the weights, [dims]. */
  'max' | 'linear' | 'exponential' | 'linearWeights' | 'exponentialWeights',
  tf.Tensor
>;

/** Over the cells so far. */
export interface EffectSums {
  /** On all genes of all cells. [dims] */
  effects: tf.Tensor;
  positive: SideSums;
  negative: SideSums;
}

/** -log(1 - share of the dimension in the gene), or |logit| where logits are averaged. [dims, cells, genes] */
function effectsOf(logits: tf.Tensor3D, pooling: Pooling): tf.Tensor {
  if (pooling === 'mean') return logits.abs();
  const pseudo = logits.logSumExp([0, 2], true).add(Math.log(PSEUDO_SHARE));
  const everything = logAddExp(logits.logSumExp(0, true), tf.tile(pseudo, [1, 1, logits.shape[2]]));
  // If a gene belongs to one dimension entirely, float32 would take the logarithm of 0.
  const share = logits
    .sub(everything)
    .exp()
    .minimum(1 - 2 ** -24);
  return share.neg().log1p().neg();
}

function sideSums(effects: tf.Tensor, z: tf.Tensor): SideSums {
  const linear = z.sub(THRESHOLD).relu();
  const exponential = linear.expm1();
  return {
    max: effects.mul(z.step()).max(1),
    linear: effects.mul(linear).sum(1),
    exponential: effects.mul(exponential).sum(1),
    linearWeights: linear.sum([1, 2]),
    exponentialWeights: exponential.sum([1, 2]),
  };
}

function sumsOf({ logits, z }: SplitCells, pooling: Pooling): EffectSums {
  const effects = effectsOf(logits, pooling);
  const bySplit = z.transpose().expandDims(2);
  return {
    effects: effects.sum([1, 2]),
    positive: sideSums(effects, bySplit),
    negative: sideSums(effects, bySplit.neg()),
  };
}

function mergeSides(a: SideSums, b: SideSums): SideSums {
  const names = Object.keys(a) as (keyof SideSums)[];
  const merged = names.map((name) => [name, name === 'max' ? a.max.maximum(b.max) : a[name].add(b[name])]);
  return Object.fromEntries(merged) as SideSums;
}

/**
 * Adds the effects of some cells to those so far, which are disposed. The caller disposes the result.
 *
 * @param cells - Makes their tensors; called inside `tf.tidy`.
 */
export function addEffects(
  earlier: EffectSums | undefined,
  cells: () => SplitCells,
  pooling: Pooling,
): EffectSums {
  const sums = tf.tidy(() => {
    const now = sumsOf(cells(), pooling);
    if (!earlier) return { ...now };
    return {
      effects: earlier.effects.add(now.effects),
      positive: mergeSides(earlier.positive, now.positive),
      negative: mergeSides(earlier.negative, now.negative),
    };
  });
  if (earlier) tf.dispose({ ...earlier });
  return sums;
}
