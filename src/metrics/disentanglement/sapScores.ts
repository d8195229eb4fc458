import { linearSvc } from '../../learn/linearSvc.js';
import type { Split } from '../../learn/stratifiedSplit.js';
import type { Factor } from './factor.js';

/** Squared correlation; 0 if one of the two doesn't vary. */
function squaredCorrelation(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i]! - mx) ** 2;
    xy += (x[i]! - mx) * (y[i]! - my);
    yy += (y[i]! - my) ** 2;
  }
  return xx / x.length > 1e-12 && yy > 0 ? xy ** 2 / (xx * yy) : 0;
}

function testAccuracy(column: Float64Array, { codes, categories }: Factor, { train, test }: Split): number {
  const x = Float64Array.from(train, (cell) => column[cell]!);
  const trainCodes = train.map((cell) => codes[cell]!);
  const predict = linearSvc(x, trainCodes, categories);
  const right = test.filter((cell) => predict(column[cell]!) === codes[cell]);
  return right.length / test.length;
}

/**
 * How well each dimension alone predicts a factor: test accuracy of a linear support vector classifier, or, for a
 * continuous factor, the squared correlation over the training cells. SAP (separated attribute predictability) is the
 * mean gap of these.
 *
 * Source: Kumar et al. 2018; as in disentanglement_lib. As there, it depends on the scale of the latents, since C is fixed.
 *
 * @param columns - [dims][cells]
 * @returns [dims]
 */
export function sapScores(columns: readonly Float64Array[], factor: Factor, split: Split): number[] {
  const { values } = factor;
  if (values === undefined) return columns.map((column) => testAccuracy(column, factor, split));
  const pick = (from: Float64Array) => Float64Array.from(split.train, (cell) => from[cell]!);
  return columns.map((column) => squaredCorrelation(pick(column), pick(values)));
}
