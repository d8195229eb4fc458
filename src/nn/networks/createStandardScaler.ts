import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import { sameLength, wholeNumber } from '../../check/checks.js';
import { checkFinite } from '../../matrix/checkFinite.js';
import { checkMatrix } from '../../matrix/checkMatrix.js';
import { columnMoments } from '../../matrix/columnMoments.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import type { Network } from '../network.js';

const statistic = (columns: number, values: number | Float32Array): tf.Variable<tf.Rank.R2> =>
  variable<tf.Rank.R2>(
    [1, columns],
    (shape) => (typeof values === 'number' ? tf.fill(shape, values) : tf.tensor2d(values, shape)),
    { trainable: false },
  );

// Variance over n. A constant column keeps its scale, so that cells of another kind, in which it varies, stay
// finite.
function statistics(cells: Matrix | CsrMatrix): { mean: Float32Array; deviation: Float32Array } {
  const { mean, variance } = columnMoments(cells);
  const share = (cells.shape[0] - 1) / cells.shape[0];
  const deviation = variance.map((value) => (value > 0 ? Math.sqrt(value * share) : 1));
  return { mean: Float32Array.from(mean), deviation: Float32Array.from(deviation) };
}

function checkCells(columns: number, cells: Matrix | CsrMatrix): void {
  const argument = 'createStandardScaler: cells';
  sameLength(argument, checkMatrix(argument, cells).shape[1], columns, 'column');
  checkFinite(argument, cells);
}

/**
 * Scales columns to mean 0 and variance 1, by the moments of the given cells: `(x - mean) / deviation`. The
 * moments are variables that aren't trainable, so that a model's file holds them.
 *
 * @param columns - Number of columns of x.
 * @param cells - The training cells. Without them, x stays unchanged until the variables are written.
 * [cells, columns]
 * @returns A network [cells, columns] -> [cells, columns]; dispose it with `tf.dispose([...scaler.variables])`.
 * @example
 * ```ts
 * const scaler = createStandardScaler(genes, log1p(normalizeTotal(counts)));
 * ```
 */
export function createStandardScaler(columns: number, cells?: Matrix | CsrMatrix): Network {
  wholeNumber('createStandardScaler: columns', columns);
  if (cells) checkCells(columns, cells);
  const known = cells ? statistics(cells) : { mean: 0, deviation: 1 };
  const [mean, deviation] = [statistic(columns, known.mean), statistic(columns, known.deviation)];
  return {
    variables: [mean, deviation],
    apply: (x) => tf.tidy(() => tf.div(tf.sub(x, mean), deviation)),
    toConfig: () => ({ kind: 'standardScaler', columns }),
  };
}
