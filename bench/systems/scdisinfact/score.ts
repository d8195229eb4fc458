import type { Matrix } from '../../../src/matrix/matrix.js';
import { selectRows } from '../../../src/matrix/selectRows.js';
import { knnAccuracy } from '../../../src/metrics/leakage/knnAccuracy.js';
import { normalizeTotal } from '../../../src/preprocess/normalizeTotal.js';
import { type ConditionSet, othersOf, targetBatchOf } from './conditionSet.js';
import type { Result } from './result.js';

/** One method's figures on a set; NaN if a figure is undefined for the set. */
export type Scores = Record<string, number>;

/** log1p of the mean expression, normalised to 10,000 per cell. [genes] */
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

/** Rows grouped by name. */
function byKind(rows: readonly number[], kindOf: (row: number) => string): Map<string, number[]> {
  const kinds = new Map<string, number[]>();
  for (const row of rows) kinds.set(kindOf(row), [...(kinds.get(kindOf(row)) ?? []), row]);
  return kinds;
}

/**
 * Compares predicted with real profiles under the target, over the 50 genes that differ most between the source cells and
 * the real ones. Returns the mean over the groups (type and batch) with at least 20 cells on both sides.
 *
 * @param toBatch - The batch of the predictions, if it isn't the cells' own: compares cells of the other batches with those of
 * this batch.
 */
function predictionScore(set: ConditionSet, predicted: Matrix, toBatch?: string): number {
  const { counts, condition, target, type, batch } = set;
  const others = othersOf(set);
  const [real, made] = [normalizeTotal(counts), normalizeTotal(predicted)];
  const before = normalizeTotal(selectRows(counts, others));
  const reaches = (cell: number): boolean =>
    condition[cell] === target && (toBatch ?? batch[cell]) === batch[cell];
  const kindOf = (cell: number): string => `${type[cell]} ${toBatch ?? batch[cell]}`;
  const aims = byKind([...condition.keys()].filter(reaches), kindOf);
  const from = [...others.keys()].filter((row) => batch[others[row]!] !== toBatch);
  const scores = [...byKind(from, (row) => kindOf(others[row]!))].flatMap(([kind, rows]) => {
    const cells = aims.get(kind) ?? [];
    if (Math.min(rows.length, cells.length) < 20) return [];
    const truth = profile(real, cells);
    return [determination(profile(made, rows), truth, mostDifferent(profile(before, rows), truth, 50))];
  });
  return mean(scores);
}

/** Figures of both predictions. */
const predictionScores = (
  set: ConditionSet,
  { predicted, moved }: Pick<Result, 'predicted' | 'moved'>,
): Scores => ({
  'prediction R² ↑': predictionScore(set, predicted),
  'prediction, other batch R² ↑': predictionScore(set, moved, targetBatchOf(set)),
});

/** Area under the precision-recall curve as average precision. */
function averagePrecision(scores: Float32Array, truth: readonly boolean[]): number {
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
  let found = 0;
  const precisions = order.flatMap((gene, rank) => (truth[gene] ? [++found / (rank + 1)] : []));
  return mean(precisions);
}

const told = async (latent: Matrix, labels: string[]): Promise<number> =>
  (await knnAccuracy(latent, labels)).balanced;

const hasTypes = ({ type, batch }: ConditionSet): boolean => type.some((name, cell) => name !== batch[cell]);

/** All figures of a method on a set. */
export async function score(set: ConditionSet, result: Result): Promise<Scores> {
  const { shared, condition, scores } = result;
  return {
    'type from shared ↑': hasTypes(set) ? await told(shared, set.type) : Number.NaN,
    'condition from shared ↓': await told(shared, set.condition),
    'batch from shared ↓': await told(shared, set.batch),
    'condition from condition ↑': await told(condition, set.condition),
    'batch from condition ↓': await told(condition, set.batch),
    ...predictionScores(set, result),
    'key genes AUPRC ↑': set.keyGenes ? averagePrecision(scores, set.keyGenes) : Number.NaN,
  };
}

/** Figures of the prediction 'no change'. */
export function unchanged(set: ConditionSet): Scores {
  const same = selectRows(set.counts, othersOf(set));
  return predictionScores(set, { predicted: same, moved: same });
}
