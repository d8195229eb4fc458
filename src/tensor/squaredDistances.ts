import * as tf from '@tensorflow/tfjs';
import { checkSameColumns, checkTensor2d } from './checkShapes.js';
import { withGradient } from './withGradient.js';

type Pair = [tf.Tensor2D, tf.Tensor2D];

const squaredNorms = (x: tf.Tensor2D): tf.Tensor2D => x.square().sum(1, true);

const withOnes = (x: tf.Tensor2D): tf.Tensor2D => tf.concat([x, tf.ones([x.shape[0], 1])], 1) as tf.Tensor2D;

function centredOnce(x: tf.Tensor2D, y: tf.Tensor2D): Pair {
  const centre = x.mean(0, true).add(y.mean(0, true)).mul(0.5);
  return [x.sub(centre), y.sub(centre)];
}

// The Gram matrix needs differences of numbers of size |x|², so a common offset would swamp the distances:
// centre first. Centre twice, because the float32 mean of values with a large offset leaves a residue.
const centred = (x: tf.Tensor2D, y: tf.Tensor2D): Pair => centredOnce(...centredOnce(x, y));

/**
 * 2 (x_i Σ_j dy_ij - Σ_j dy_ij y_j). The appended column of ones yields the row sums in the same matrix
 * product.
 */
function gradientInRows(dy: tf.Tensor2D, x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D {
  const [weighted, sums] = tf.split(dy.matMul(withOnes(y)), [x.shape[1], 1], 1) as Pair;
  return x.mul(sums).sub(weighted).mul(2);
}

// Transposing the narrow [d, n] operands is cheap; transposing dy [n, m] isn't.
function gradientInColumns(dy: tf.Tensor2D, x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D {
  const [weighted, sums] = tf.split(
    withOnes(x).transpose().matMul(dy).transpose(),
    [y.shape[1], 1],
    1,
  ) as Pair;
  return y.mul(sums).sub(weighted).mul(2);
}

/**
 * Squared Euclidean distances of all pairs of rows: `d_ij = |x_i - y_j|²`.
 *
 * Computed as `|x_i|² + |y_j|² - 2 x_i·y_j` on centred rows, and never negative. The gradient is in closed
 * form.
 *
 * @param x - [n, dims]
 * @param y - [m, dims]; default: `x` itself.
 * @returns [n, m]; the caller disposes it.
 * @throws RangeError if `x` and `y` differ in columns.
 * @example
 * ```ts
 * squaredDistances(tf.tensor2d([[0, 0], [3, 4]])); // [[0, 25], [25, 0]]
 * ```
 */
export function squaredDistances(x: tf.Tensor2D, y: tf.Tensor2D = x): tf.Tensor2D {
  checkTensor2d('squaredDistances: x', x);
  checkSameColumns('squaredDistances: y', y, x);
  return withGradient([x, y], (save, x, y) => {
    const [p, q] = centred(x, y);
    const products = p.matMul(q.mul<tf.Tensor2D>(-2).transpose());
    save([x, y]);
    return {
      value: products.add(squaredNorms(p)).add(squaredNorms(q).transpose()).relu() as tf.Tensor2D,
      gradient(dy, saved) {
        const [p, q] = centred(...(saved as Pair));
        return [gradientInRows(dy, p, q), gradientInColumns(dy, p, q)];
      },
    };
  });
}
