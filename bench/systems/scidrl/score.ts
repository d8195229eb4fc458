import type { Matrix } from '../../../src/matrix/matrix.js';
import { integrationMetrics } from '../../../src/metrics/integration/integrationMetrics.js';
import type { CellSet } from './cellSets.js';
import type { Integrated } from './integrated.js';

/** Figures by name; NaN if a method or a set has none. */
export type Scores = Record<string, number>;

const column = ({ data, shape: [rows, columns] }: Matrix, at: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => data[row * columns + at]!);

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((value, i) => {
    both += (value - meanA) * (b[i]! - meanB);
    ofA += (value - meanA) ** 2;
    ofB += (b[i]! - meanB) ** 2;
  });
  return both / Math.sqrt(ofA * ofB);
}

/** Mean over genes of the correlation, across cells, of corrected expression with expression without the batch. */
function truthCorrelation(corrected: Matrix | undefined, truth: Matrix | undefined): number {
  if (!corrected || !truth) return Number.NaN;
  const genes = Array.from({ length: truth.shape[1] }, (_, gene) =>
    correlation(column(corrected, gene), column(truth, gene)),
  ).filter((value) => !Number.isNaN(value));
  return genes.reduce((sum, value) => sum + value, 0) / genes.length;
}

/** Scores the result of a method on a set; higher is better for all figures. */
export async function score(set: CellSet, { bio, corrected }: Integrated): Promise<Scores> {
  const { batch, type, pcs, truth } = set;
  const metrics = await integrationMetrics(bio, { batch, labels: type, original: pcs });
  return {
    total: metrics.total!,
    'biology kept': metrics.bioConservation!,
    'batches mixed': metrics.batchCorrection,
    'correction, trained norm': truthCorrelation(corrected.trained, truth),
    'correction, untrained norm': truthCorrelation(corrected.untrained, truth),
  };
}
