import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameRows } from '../tensor/checkShapes.js';
import { detach } from '../tensor/detach.js';
import { identityMatrix } from '../tensor/identityMatrix.js';
import { rbfPairSums } from './rbf/rbfPairSums.js';

const gaussians = 5;
/** A batch with fewer pairs than this in a stratum, weighted by membership, is left out of the stratum. */
const leastPairs = 1e-3;

/** Weights of the pairs of cells in the comparison of batches within strata. */
interface PairWeights {
  /** Pairs within a batch minus all pairs, summed over strata. [cells, cells] */
  between: tf.Tensor2D;
  /** All pairs, summed over strata. [cells, cells] */
  overall: tf.Tensor2D;
  /** Number of cells that are compared, weighted by membership. */
  compared: tf.Scalar;
}

/**
 * For each stratum and group, `mass` is Σ_i R_is over the cells of the group, and `pairs` the weighted number
 * of pairs of different cells. [strata, groups] each
 */
function countPairs(strata: tf.Tensor2D, groups: tf.Tensor2D): Record<'mass' | 'pairs', tf.Tensor2D> {
  const mass = strata.transpose<tf.Tensor2D>().matMul(groups) as tf.Tensor2D;
  const withItself = strata.square<tf.Tensor2D>().transpose<tf.Tensor2D>().matMul(groups);
  return { mass, pairs: mass.square<tf.Tensor2D>().sub(withItself) };
}

function pairWeights(oneHot: tf.Tensor2D, strata: tf.Tensor2D): PairWeights {
  const { mass, pairs } = countPairs(strata, oneHot);
  const enough = tf.step(tf.sub(pairs, leastPairs)) as tf.Tensor2D;
  const counted = tf.mul(mass, enough) as tf.Tensor2D;
  const perPair = tf.div(counted, tf.maximum(pairs, leastPairs)) as tf.Tensor2D;
  const all = countPairs(strata, tf.onesLike(tf.slice(oneHot, [0, 0], [-1, 1])));
  const countedInAll = tf.sum(counted, 1, true);
  const perPairOfAll = tf.div(countedInAll, tf.maximum(all.pairs, leastPairs)) as tf.Tensor2D;
  const others = tf.sub(1, identityMatrix(oneHot.shape[0]));
  const own = tf.mul(strata, tf.matMul(oneHot, perPair, false, true)) as tf.Tensor2D;
  const ofBatch = tf
    .matMul(own, strata, false, true)
    .mul<tf.Tensor2D>(tf.matMul(oneHot, oneHot, false, true));
  const ofAll = tf.matMul(tf.mul(strata, tf.transpose(perPairOfAll)) as tf.Tensor2D, strata, false, true);
  return {
    between: ofBatch.sub(ofAll).mul(others),
    overall: ofAll.mul(others),
    compared: tf.sum(counted) as tf.Scalar,
  };
}

/**
 * Share of the latent's variance that the batch explains within strata of cells. It is 0 if the batches are
 * mixed in every stratum, whatever each batch's share of the stratum. Minimise it to remove the batch from
 * z_bio if the batches hold different mixes of cell types.
 *
 * With memberships R [cells, strata], the kernel K of {@link rbfKernel} at its defaults (K_ii = 5), and means
 * over pairs of different cells i, j: `k̄_sb = Σ_ij∈b R_is R_js K_ij / Σ_ij∈b R_is R_js`, `k̄_s` the same over
 * all cells, and `n_sb = Σ_i∈b R_is`, the loss is
 *
 * `max(0, Σ_sb n_sb (k̄_sb - k̄_s) / Σ_sb n_sb (5 - k̄_s))`.
 *
 * Pairs of a cell with itself don't count, so that the ratio is 0 in the mean if nothing depends on the batch.
 * With one stratum, the loss is {@link batchDependenceLoss} with `'rbf'`, except for that correction. A batch
 * without pairs in a stratum is left out of that stratum. Time grows with cells² · strata. First derivatives
 * only.
 *
 * @param z - Latents. [cells, dims]
 * @param oneHot - One-hot batches. [cells, batches]
 * @param strata - Membership of each cell in each stratum, for example {@link neighborhoods} or one-hot cell
 * types. A cell that belongs to no stratum (a row of zeros) is left out. No gradient flows into it.
 * [cells, strata]
 * @returns Scalar; the caller disposes it.
 * @throws RangeError if the numbers of rows differ or there are no rows.
 * @see Gretton et al., ALT 2005, for the measure without strata. The measure within strata is zbio's own.
 * @example
 * ```ts
 * const loss = conditionalBatchDependenceLoss(zBio, oneHot, neighborhoods(zBio)).mul(100);
 * ```
 */
export function conditionalBatchDependenceLoss(
  z: tf.Tensor2D,
  oneHot: tf.Tensor2D,
  strata: tf.Tensor2D,
): tf.Scalar {
  const argument = 'conditionalBatchDependenceLoss';
  checkHasRows(`${argument}: z`, z);
  checkSameRows(`${argument}: oneHot`, oneHot, z);
  checkSameRows(`${argument}: strata`, strata, z);
  return tf.tidy(() => {
    const { between, overall, compared } = pairWeights(detach(oneHot), detach(strata));
    const kernel = { kernelMul: 2, kernelNum: gaussians };
    const sums = rbfPairSums(argument, z, [between, overall], kernel);
    const [excess, alike] = tf.split(sums, 2) as [tf.Tensor1D, tf.Tensor1D];
    // Plus 1e-6 per cell: equal rows have no variance, and 0/0 must become 0.
    const distance = tf.sub(tf.mul(compared, gaussians), alike).add(1e-6 * z.shape[0]);
    return tf.relu(tf.div(excess, distance)).asScalar();
  });
}
