import { boostedTrees } from '../../learn/boostedTrees.js';
import { stratifiedSplit } from '../../learn/stratifiedSplit.js';
import type { Checkpoint } from '../../platform/checkpoint.js';
import { pause } from '../../platform/pause.js';
import type { Rng } from '../../random/rng.js';
import { dciCompleteness, dciDisentanglement } from './dci.js';
import { explicitness } from './explicitness.js';
import type { Factor } from './factor.js';
import { meanGap } from './meanGap.js';
import { sapScores } from './sapScores.js';

/** Scores of predictions, and the importances of the trees. */
export interface PredictionScores {
  disentanglement: number;
  completeness: number;
  informativeness: number;
  sap: number;
  explicitness: number;
  /** [dims][factors] */
  importance: number[][];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const transposed = (rows: readonly ArrayLike<number>[]): number[][] =>
  Array.from(rows[0]!, (_, j) => rows.map((row) => row[j]!));

/**
 * Computes the scores of models that are trained on two thirds of the cells and tested on the others, per factor.
 *
 * @param columns - [dims][cells]
 */
export async function predictionScores(
  columns: readonly Float64Array[],
  factors: readonly Factor[],
  rng: Rng,
  next: Checkpoint = pause,
): Promise<PredictionScores> {
  const scores = [];
  for (const factor of factors) {
    const { codes, categories, name } = factor;
    const split = stratifiedSplit(codes, categories, rng.stream(`split/${name}`));
    const trees = boostedTrees(columns, codes, categories, split, rng.stream(`trees/${name}`));
    scores.push({
      ...trees,
      sap: sapScores(columns, factor, split),
      explicitness: explicitness(columns, factor, split),
    });
    // Trees take the longest; a web page should stay responsive meanwhile.
    await next();
  }
  const importance = transposed(scores.map((score) => score.importance));
  return {
    disentanglement: dciDisentanglement(importance),
    completeness: dciCompleteness(importance),
    informativeness: mean(scores.map(({ accuracy }) => accuracy)),
    sap: meanGap(transposed(scores.map(({ sap }) => sap))),
    explicitness: mean(scores.map((score) => score.explicitness)),
    importance,
  };
}
