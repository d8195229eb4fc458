import * as tf from '@tensorflow/tfjs';
import { oneOf, trueOrFalse } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { centreColumns } from '../tensor/centreColumns.js';
import { checkHasRows, checkSameRows } from '../tensor/checkShapes.js';
import { detach } from '../tensor/detach.js';
import { doubleCentred } from '../tensor/doubleCentred.js';
import { rbfKernel } from './rbf/rbfKernel.js';
import { rbfTable } from './rbf/rbfOptions.js';

/** Options of {@link hsic}. */
export interface HsicOptions {
  /** Divide by the geometric mean of HSIC(x, x) and HSIC(y, y), so that the value lies in [0, 1]. Default true. */
  normalized?: boolean | undefined;
  /** `'rbf'` detects any dependence; `'linear'` detects correlations only, and is cheaper. Default `'rbf'`. */
  kernel?: 'rbf' | 'linear' | undefined;
  /**
   * Bandwidth b of both Gaussians `exp(-d²/b)`, in units of squared distance. It isn't a standard deviation:
   * for σ, pass 2σ². Default: the mean squared distance within each sample.
   */
  fixSigma?: number | undefined;
}

const table = {
  normalized: (argument, given = true) => trueOrFalse(argument, given),
  kernel: (argument, given = 'rbf') => oneOf(argument, given, ['rbf', 'linear']),
  fixSigma: rbfTable.fixSigma,
} satisfies OptionTable<HsicOptions>;

/** A representation of a sample, and the product of two such representations, which is trace(K H L H). */
interface Representation {
  of(x: tf.Tensor2D): tf.Tensor2D;
  product(p: tf.Tensor2D, q: tf.Tensor2D): tf.Tensor;
}

const gaussian = (fixSigma: number | undefined): Representation => ({
  of: (x) => doubleCentred(rbfKernel(x, undefined, { kernelNum: 1, fixSigma })),
  product: (k, l) => k.mul(l).sum(1).sum(),
});

// trace(XXᵀ H YYᵀ H) = |XᵀHY|²: [dims, dims] in place of [cells, cells].
const linear: Representation = {
  of: centreColumns,
  product: (p, q) => p.transpose<tf.Tensor2D>().matMul(q).square().sum(1).sum(),
};

// The normalised value doesn't depend on scale, so the scale is divided out, as a constant: fourth powers of
// 1e6 overflow. A variation below 1e-6 of the values themselves is rounding and must not be scaled up to unit
// size.
function toUnitScale(x: tf.Tensor2D): tf.Tensor2D {
  const meanSquare = (t: tf.Tensor2D) => t.square().mean(1).mean();
  const spread = meanSquare(centreColumns(x)).add(meanSquare(x).mul(1e-12)).add(1e-20);
  return x.div(detach(spread.sqrt()));
}

function normalizedProduct({ of, product }: Representation, x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor {
  const [p, q] = [of(x), of(y)];
  const least = 1e-12 * x.shape[0] ** 2;
  const size = (t: tf.Tensor2D) => product(t, t).add(least).sqrt();
  return product(p, q).div(size(p).mul(size(q)));
}

/**
 * Hilbert-Schmidt independence criterion (HSIC), the biased estimate: `trace(K H L H) / (n - 1)²`, with
 * `H = I - 1/n` and K and L the kernel matrices of x and y. Normalised (the default, also called CKA):
 * `HSIC(x, y) / √(HSIC(x, x) HSIC(y, y))`.
 *
 * `'rbf'` is `exp(-d²/b)`, with b the sample's mean squared distance (constant for the gradient) or `fixSigma`.
 * As the sample grows, the value tends to 0 only if x and y are independent; on n independent cells the
 * estimate is of order 1/n, not 0. `'linear'` is the inner product. A constant input gives 0. First derivatives
 * only for `'rbf'`.
 *
 * @param x - First variable. [cells, dims]
 * @param y - Second variable; row i is the same cell in both. [cells, dims of y]
 * @param options - `normalized` true, `kernel` `'rbf'`, `fixSigma`.
 * @returns Scalar; in [0, 1] if normalised. The caller disposes it.
 * @throws RangeError if the numbers of rows differ, there are no rows, or an option is unknown or out of range.
 * @see Gretton et al., Measuring Statistical Dependence with Hilbert-Schmidt Norms, ALT 2005; Kornblith et al.,
 * Similarity of Neural Network Representations Revisited, ICML 2019.
 * @example
 * ```ts
 * const dependence = hsic(zBio, zNio); // 0 … 1, to be minimised
 * ```
 */
export function hsic(x: tf.Tensor2D, y: tf.Tensor2D, options: HsicOptions = {}): tf.Scalar {
  const { normalized, kernel, fixSigma } = readOptions('hsic', options, table);
  checkHasRows('hsic: x', x);
  checkSameRows('hsic: y', y, x);
  return tf.tidy(() => {
    const representation = kernel === 'rbf' ? gaussian(fixSigma) : linear;
    if (!normalized)
      return representation
        .product(representation.of(x), representation.of(y))
        .div(Math.max(x.shape[0] - 1, 1) ** 2)
        .asScalar();
    const [p, q] = kernel === 'rbf' ? [x, y] : [toUnitScale(x), toUnitScale(y)];
    return normalizedProduct(representation, p!, q!).asScalar();
  });
}
