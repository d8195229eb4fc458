import type { Rng } from '../random/rng.js';
import { growTree, leafOf, sortCells, treeSize } from './regressionTree.js';
import type { Split } from './stratifiedSplit.js';

/** The result of {@link boostedTrees}. */
export interface BoostedTrees {
  /** Share of every dimension in the total gain of all splits. [dims] */
  importance: Float64Array;
  /** Share of the test cells whose category is predicted correctly. */
  accuracy: number;
}

const stages = 100;
const learningRate = 0.1;

const pick = (column: Float64Array, cells: Int32Array): Float64Array =>
  Float64Array.from(cells, (cell) => column[cell]!);

/** One initial score per category and cell: the logarithm of the category's share. [categories][cells] */
function startScores(codes: Int32Array, categories: number, cells: number): Float64Array[] {
  const counts = new Float64Array(categories);
  for (const code of codes) counts[code]!++;
  return Array.from(counts, (count) => new Float64Array(cells).fill(Math.log(count / codes.length)));
}

/** Indicator of the category minus its probability by the softmax of the scores. [categories][cells] */
function residuals(scores: Float64Array[], codes: Int32Array): Float64Array[] {
  const out = scores.map((column) => new Float64Array(column.length));
  for (let i = 0; i < codes.length; i++) {
    let most = -Infinity;
    for (const column of scores) most = Math.max(most, column[i]!);
    let sum = 0;
    for (const column of scores) sum += Math.exp(column[i]! - most);
    for (let k = 0; k < scores.length; k++) {
      out[k]![i] = (codes[i] === k ? 1 : 0) - Math.exp(scores[k]![i]! - most) / sum;
    }
  }
  return out;
}

/** One Newton step per leaf: share · Σ r / Σ |r| (1 - |r|). */
function leafSteps(residual: Float64Array, leaves: Int32Array, share: number): Float64Array {
  const [above, below] = [new Float64Array(treeSize), new Float64Array(treeSize)];
  leaves.forEach((leaf, i) => {
    const size = Math.abs(residual[i]!);
    above[leaf]! += residual[i]!;
    below[leaf]! += size * (1 - size);
  });
  return above.map((sum, leaf) => (below[leaf]! < 1e-150 ? 0 : (share * sum) / below[leaf]!));
}

/** Grows the tree of one category and adds its steps to the scores of the training and test cells. */
function boost(
  columns: { train: Float64Array[]; test: Float64Array[]; order: Int32Array[] },
  residual: Float64Array,
  share: number,
  gains: Float64Array,
  rng: Rng,
  scores: { train: Float64Array; test: Float64Array },
): void {
  const { tree, leaves } = growTree(columns.train, columns.order, residual, gains, rng);
  const steps = leafSteps(residual, leaves, share);
  for (let i = 0; i < leaves.length; i++) scores.train[i]! += learningRate * steps[leaves[i]!]!;
  for (let i = 0; i < scores.test.length; i++) {
    scores.test[i]! += learningRate * steps[leafOf(tree, columns.test, i)]!;
  }
}

function accuracyOf(scores: Float64Array[], codes: Int32Array): number {
  let right = 0;
  codes.forEach((code, i) => {
    let winner = 0;
    for (let k = 1; k < scores.length; k++) if (scores[k]![i]! > scores[winner]![i]!) winner = k;
    if (winner === code) right++;
  });
  return right / codes.length;
}

/**
 * Trains gradient-boosted trees as a classifier: 100 rounds of one tree of depth 3 per category, learning rate 0.1,
 * multinomial deviance. As scikit-learn's `GradientBoostingClassifier` with its defaults, which disentanglement_lib uses.
 *
 * @param columns - [dims][cells]
 * @param codes - Category of every cell; every category occurs among the training cells. [cells]
 * @param rng - Chooses among equally good splits.
 */
export function boostedTrees(
  columns: readonly Float64Array[],
  codes: Int32Array,
  categories: number,
  { train, test }: Split,
  rng: Rng,
): BoostedTrees {
  const of = (cells: Int32Array) => columns.map((column) => pick(column, cells));
  const parts = { train: of(train), test: of(test) };
  const ordered = { ...parts, order: sortCells(parts.train) };
  const [trainCodes, testCodes] = [train.map((cell) => codes[cell]!), test.map((cell) => codes[cell]!)];
  const trainScores = startScores(trainCodes, categories, train.length);
  const testScores = startScores(trainCodes, categories, test.length);
  const gains = new Float64Array(columns.length);
  // With two categories, the second tree would mirror the first: only one score moves, the other keeps its initial value.
  const [grown, share] = categories === 2 ? [1, 1] : [categories, (categories - 1) / categories];
  for (let stage = 0; stage < stages; stage++) {
    const toGo = residuals(trainScores, trainCodes);
    for (let k = 0; k < grown; k++) {
      const scores = { train: trainScores[k]!, test: testScores[k]! };
      boost(ordered, toGo[k]!, share, gains, rng, scores);
    }
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return {
    importance: gains.map((gain) => (total > 0 ? gain / total : 0)),
    accuracy: accuracyOf(testScores, testCodes),
  };
}
