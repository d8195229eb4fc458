import type { Matrix } from '../../../src/matrix/matrix.js';
import { knnAccuracy } from '../../../src/metrics/knnAccuracy.js';
import { normalizeTotal } from '../../../src/preprocess/normalizeTotal.js';
import { type ConditionSet, othersOf } from './conditionSet.js';
import type { Result } from './result.js';

/** One method's figures on a set; NaN where a set can't tell. */
export type Scores = Record<string, number>;

/** log1p of the mean expression, 10,000 a cell. [genes] */
function profile({ data, shape: [, genes] }: Matrix, rows: readonly number[]): Float64Array {
  const mean = new Float64Array(genes);
  for (const row of rows) for (let g = 0; g < genes; g++) mean[g]! += data[row * genes + g]! / rows.length;
  return mean.map(Math.log1p);
}

/** Coefficient of determination over some genes. */
function determination(predicted: Float64Array, truth: Float64Array, genes: readonly number[]): number {
  const mean = genes.reduce((sum, g) => sum + truth[g]!, 0) / genes.length;
  const error = genes.reduce((sum, g) => sum + (predicted[g]! - truth[g]!) ** 2, 0);
  return 1 - error / genes.reduce((sum, g) => sum + (truth[g]! - mean) ** 2, 0);
}

/** The genes that differ most between two profiles. */
function mostDifferent(a: Float64Array, b: Float64Array, count: number): number[] {
  const order = [...a.keys()].sort((i, j) => Math.abs(a[j]! - b[j]!) - Math.abs(a[i]! - b[i]!));
  return order.slice(0, count);
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/**
 * Predicted against real profiles under the target, mean over the groups (type and batch) with at least 20 cells on both
 * sides; over the 50 genes that the condition changes most.
 */
function predictionScore(set: ConditionSet, predicted: Matrix): number {
  const { counts, condition, target, type, batch } = set;
  const real = normalizeTotal(counts);
  const others = othersOf(set);
  const kindOf = (cell: number): string => `${type[cell]} ${batch[cell]}`;
  const scores = [...new Set(others.map(kindOf))].flatMap((kind) => {
    const rows = [...others.keys()].filter((row) => kindOf(others[row]!) === kind);
    const reached = [...condition.keys()].filter(
      (cell) => condition[cell] === target && kindOf(cell) === kind,
    );
    if (rows.length < 20 || reached.length < 20) return [];
    const truth = profile(real, reached);
    const before = profile(
      real,
      rows.map((row) => others[row]!),
    );
    const changed = mostDifferent(before, truth, 50);
    return [determination(profile(normalizeTotal(predicted), rows), truth, changed)];
  });
  return mean(scores);
}

/** Area under the precision-recall curve as average precision. */
function averagePrecision(scores: Float32Array, truth: readonly boolean[]): number {
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
  let found = 0;
  const precisions = order.flatMap((gene, rank) => (truth[gene] ? [++found / (rank + 1)] : []));
  return mean(precisions);
}

const told = async (latent: Matrix, labels: string[]): Promise<number> =>
  (await knnAccuracy(latent, labels)).balanced;

/** All figures of a method on a set. */
export async function score(
  set: ConditionSet,
  { shared, condition, scores, predicted }: Result,
): Promise<Scores> {
  return {
    'type from shared ↑': await told(shared, set.type),
    'condition from shared ↓': await told(shared, set.condition),
    'batch from shared ↓': await told(shared, set.batch),
    'condition from condition ↑': await told(condition, set.condition),
    'batch from condition ↓': await told(condition, set.batch),
    'prediction R² ↑': predictionScore(set, predicted),
    'key genes AUPRC ↑': set.keyGenes ? averagePrecision(scores, set.keyGenes) : Number.NaN,
  };
}

/** What predicting no change at all would score. */
export function unchanged(set: ConditionSet): number {
  const others = othersOf(set);
  const [, genes] = set.counts.shape;
  const rows = others.map((cell) => set.counts.data.subarray(cell * genes, (cell + 1) * genes));
  const data = new Float32Array(rows.length * genes);
  for (const [i, row] of rows.entries()) data.set(row, i * genes);
  return predictionScore(set, { data, shape: [rows.length, genes] });
}
