import type { Neighbors } from '../../learn/nearestNeighbors.js';
import { stratifiedFolds } from '../../learn/stratifiedFolds.js';
import { cellsOf } from '../../matrix/cellsOf.js';
import type { Labels } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { Checkpoint } from '../../platform/checkpoint.js';
import type { Rng } from '../../random/rng.js';
import { shuffle } from '../../random/shuffle.js';
import { knnAccuracy } from './knnAccuracy.js';
import { linearProbe } from './linearProbe.js';

/** How well one kind of probe predicts a label. */
export interface ProbeScore {
  /** Balanced accuracy, the mean of the accuracies per class, on cells that the probe wasn't trained on. */
  balanced: number;
  /** Chance interval: 2.5 % to 97.5 % of `balanced` with permuted labels. */
  interval: [low: number, high: number];
  /**
   * The same with labels permuted within each group of the other label (batches within cell types, types within
   * batches): the effect of the uneven mixture alone. Only if both labels are given.
   */
  within?: [low: number, high: number];
}

/** How well a label can be predicted from a latent block. */
export interface Probe {
  /** Multinomial logistic regression, cross-validated. */
  linear: ProbeScore;
  /** Vote of the 15 nearest neighbours, each cell left out in turn. */
  knn: ProbeScore;
  /** `balanced` of a random guess: 1 / number of classes. */
  chance: number;
  /** Share of the largest class: plain accuracy of always predicting it. */
  majority: number;
}

/** A latent block, prepared once for all probes. */
export interface ProbedBlock {
  z: Matrix;
  neighbors: Neighbors;
}

/** Number of folds and permutations. */
export interface ProbeOptions {
  folds: number;
  permutations: number;
  /** Called between two permutations. */
  next: Checkpoint;
}

/** Labels in random order, over all cells or within each group of `groups`. */
function permuted({ codes, categories }: Labels, rng: Rng, groups?: Labels): Labels {
  if (!groups) return { categories, codes: shuffle(codes.slice(), rng) };
  const out = codes.slice();
  for (const cells of cellsOf(groups.codes, groups.categories.length)) {
    const values = shuffle(
      cells.map((cell) => codes[cell]!),
      rng,
    );
    cells.forEach((cell, i) => {
      out[cell] = values[i]!;
    });
  }
  return { categories, codes: out };
}

/** Quantile by linear interpolation between the sorted values. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (at % 1) * (sorted[Math.ceil(at)]! - below);
}

const interval = (values: readonly number[]): [number, number] => [
  quantile(values, 0.025),
  quantile(values, 0.975),
];

async function bothScores(
  { z, neighbors }: ProbedBlock,
  { codes, categories }: Labels,
  folds: number,
  rng: Rng,
) {
  const classes = categories.length;
  const predicted = await linearProbe(z, codes, classes, stratifiedFolds(codes, classes, folds, rng));
  const { balanced, chance, majority } = await knnAccuracy(z, codes, { neighbors, k: neighbors.k });
  return { linear: balancedAccuracy(codes, predicted, classes), knn: balanced, chance, majority };
}

/** Scores both probes on a label, and on `permutations` permutations of it. */
export async function probe(
  block: ProbedBlock,
  label: Labels,
  other: Labels | undefined,
  { folds, permutations, next }: ProbeOptions,
  rng: Rng,
): Promise<Probe> {
  const score = (labels: Labels, name: string) =>
    bothScores(block, labels, folds, rng.stream(`folds ${name}`));
  const { linear, knn, chance, majority } = await score(label, 'of cells');
  const nulls = async (groups?: Labels) => {
    const scores = { linear: [] as number[], knn: [] as number[] };
    for (let draw = 0; draw < permutations; draw++) {
      const order = rng.stream(`permutation ${draw}`);
      const found = await score(permuted(label, order, groups), `${draw}`);
      scores.linear.push(found.linear);
      scores.knn.push(found.knn);
      await next();
    }
    return { linear: interval(scores.linear), knn: interval(scores.knn) };
  };
  const free = await nulls();
  const within = other && (await nulls(other));
  const scoreOf = (kind: 'linear' | 'knn', balanced: number): ProbeScore => ({
    balanced,
    interval: free[kind],
    ...(within ? { within: within[kind] } : {}),
  });
  return { linear: scoreOf('linear', linear), knn: scoreOf('knn', knn), chance, majority };
}

/** Mean of the accuracies per class, over the classes that occur, with equal weight. */
export function balancedAccuracy(codes: Int32Array, predicted: Int32Array, classes: number): number {
  const right = new Float64Array(classes);
  const size = new Float64Array(classes);
  codes.forEach((code, cell) => {
    size[code]!++;
    if (predicted[cell] === code) right[code]!++;
  });
  const present = size.filter((count) => count > 0).length;
  return right.reduce((sum, count, k) => (size[k]! > 0 ? sum + count / size[k]! : sum), 0) / present;
}
