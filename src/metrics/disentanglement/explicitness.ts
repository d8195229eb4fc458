import { logisticRegression, type Points } from '../../learn/logisticRegression.js';
import type { Split } from '../../learn/stratifiedSplit.js';
import { meanDefined } from '../meanDefined.js';
import { averageRanks } from './averageRanks.js';
import type { Factor } from './factor.js';

/** Scales the columns to mean 0 and standard deviation 1 over the given cells; constant columns become 0. */
function standardized(columns: readonly Float64Array[], over: Int32Array): Float64Array[] {
  return columns.map((column) => {
    const mean = over.reduce((sum, cell) => sum + column[cell]!, 0) / over.length;
    const variance = over.reduce((sum, cell) => sum + (column[cell]! - mean) ** 2, 0) / over.length;
    return column.map((value) => (variance > 0 ? (value - mean) / Math.sqrt(variance) : 0));
  });
}

function pointsOf(columns: readonly Float64Array[], cells: Int32Array): Points {
  const dims = columns.length;
  const data = new Float64Array(cells.length * dims);
  cells.forEach((cell, i) => {
    for (let d = 0; d < dims; d++) data[i * dims + d] = columns[d]![cell]!;
  });
  return { data, dims };
}

/**
 * Explicitness of one factor: can a linear model predict it from all dimensions? Mean over its categories of the area
 * under the ROC curve (the category against the rest) of a logistic regression, on the test cells. 0.5 is chance.
 *
 * Source: Ridgeway and Mozer 2018; as in disentanglement_lib (which uses the raw area, not 2 area - 1).
 *
 * @param columns - [dims][cells]
 */
export function explicitness(
  columns: readonly Float64Array[],
  factor: Factor,
  { train, test }: Split,
): number {
  const { codes, categories } = factor;
  const scaled = standardized(columns, train);
  const trainCodes = train.map((cell) => codes[cell]!);
  const classify = logisticRegression(pointsOf(scaled, train), trainCodes, categories);
  const points = pointsOf(scaled, test);
  const scores = Array.from(test, (_, i) => classify(points.data, i * points.dims));
  const areas = Array.from({ length: categories }, (_, k) =>
    rocAuc(
      Float64Array.from(scores, (row) => row[k]!),
      (i) => codes[test[i]!] === k,
    ),
  );
  // A category may have no test cell.
  return meanDefined(areas);
}

/** Area under the ROC curve: how often a positive cell scores above a negative one; ties count half. NaN if either is absent. */
export function rocAuc(scores: Float64Array, isPositive: (cell: number) => boolean): number {
  let [positives, rankSum] = [0, 0];
  averageRanks(scores).forEach((rank, cell) => {
    if (!isPositive(cell)) return;
    positives++;
    rankSum += rank;
  });
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (scores.length - positives));
}
