import * as tf from '@tensorflow/tfjs';
import { checkHasRows, checkSameRows } from '../tensor/checkShapes.js';
import { detach } from '../tensor/detach.js';
import { identityMatrix } from '../tensor/identityMatrix.js';
import { rbfPairSums } from './rbf/rbfPairSums.js';

const gaussians = 5;
/** Fewer pairs than this, counted by their memberships, say nothing about a batch within a stratum. */
const leastPairs = 1e-3;

/** How cells are weighted in the comparison of batches within strata. */
interface PairWeights {
  /** Pairs of one batch against all pairs, in every stratum. [cells, cells] */
  between: tf.Tensor2D;
  /** All pairs. [cells, cells] */
  overall: tf.Tensor2D;
  /** Cells that are compared. */
  compared: tf.Scalar;
}

/** Σ_i R_is over the cells of each group, and the pairs of different cells that they make. [strata, groups] */
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
 * How much the batch explains of the latent's variance within strata of cells: 0 where batches are mixed in every stratum,
 * whatever its share in each of them. What removes the batch from z_bio where batches hold different mixes of types.
 *
 * With memberships R [cells, strata], the kernel K of {@link rbfKernel} with its defaults (K_ii = 5), and means over pairs of
 * different cells i, j: `k̄_sb = Σ_ij∈b R_is R_js K_ij / Σ_ij∈b R_is R_js`, `k̄_s` the same over all cells, `n_sb = Σ_i∈b R_is`,
 *
 * `max(0, Σ_sb n_sb (k̄_sb - k̄_s) / Σ_sb n_sb (5 - k̄_s))`.
 *
 * Pairs of different cells make it 0 in the mean where nothing depends on the batch. With one stratum it is
 * {@link batchDependenceLoss}'s `'rbf'` but for that correction. A batch without pairs in a stratum is left out there. Time
 * grows with cells² · strata. First derivatives only.
 *
 * @param z - Latents. [cells, dims]
 * @param oneHot - The batch. [cells, batches]
 * @param strata - Memberships, such as {@link neighborhoods} or one-hot types; a cell of no stratum (a row of zeros) is left
 * out. A constant: no gradient flows into it. [cells, strata]
 * @returns Scalar; the caller disposes it.
 * @throws RangeError on differing rows or no rows.
 * @see Gretton et al., ALT 2005, for the measure without strata; this one is zbio's own.
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
    // 1e-6 a cell: equal rows have no variance at all, and 0/0 must be 0.
    const distance = tf.sub(tf.mul(compared, gaussians), alike).add(1e-6 * z.shape[0]);
    return tf.relu(tf.div(excess, distance)).asScalar();
  });
}
