import type { Neighbors } from '../../learn/nearestNeighbors.js';
import { stratifiedFolds } from '../../learn/stratifiedFolds.js';
import { cellsOf } from '../../matrix/cellsOf.js';
import type { Labels } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { Rng } from '../../random/rng.js';
import { shuffle } from '../../random/shuffle.js';
import { knnAccuracy } from './knnAccuracy.js';
import { linearProbe } from './linearProbe.js';

/** How well one kind of probe names a label. */
export interface ProbeScore {
  /** Mean over the classes of the share named right, on cells that the probe hasn't seen. */
  balanced: number;
  /** 2.5 % to 97.5 % of `balanced` when labels are permuted: what chance gives. */
  interval: [low: number, high: number];
  /**
   * The same with labels permuted within each group of the other label (batches within cell types, types within
   * batches): what the uneven mixture alone gives. Only if both labels are known.
   */
  within?: [low: number, high: number];
}

/** How well a label can be read from a latent block. */
export interface Probe {
  /** Multinomial logistic regression, cross-validated. */
  linear: ProbeScore;
  /** Vote of the 15 nearest neighbours, each cell left out in turn. */
  knn: ProbeScore;
  /** What `balanced` is by guessing: 1 / number of classes. */
  chance: number;
  /** Share of the largest class: plain accuracy of always naming it. */
  majority: number;
}

/** A latent block, made ready once for all probes. */
export interface ProbedBlock {
  z: Matrix;
  neighbors: Neighbors;
}

/** How probes are validated. */
export interface ProbeOptions {
  folds: number;
  permutations: number;
}

/** Labels in another order: any, or any within each group of `groups`. */
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
  const named = await linearProbe(z, codes, classes, stratifiedFolds(codes, classes, folds, rng));
  const { balanced, chance, majority } = await knnAccuracy(z, codes, { neighbors, k: neighbors.k });
  return { linear: balancedAccuracy(codes, named, classes), knn: balanced, chance, majority };
}

/** Reads a label from a block by both probes, and as often from permuted labels as asked for. */
export async function probe(
  block: ProbedBlock,
  label: Labels,
  other: Labels | undefined,
  { folds, permutations }: ProbeOptions,
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

/** Mean over the classes that occur of the share of their cells named right: every class counts the same. */
export function balancedAccuracy(codes: Int32Array, named: Int32Array, classes: number): number {
  const right = new Float64Array(classes);
  const size = new Float64Array(classes);
  codes.forEach((code, cell) => {
    size[code]!++;
    if (named[cell] === code) right[code]!++;
  });
  const present = size.filter((count) => count > 0).length;
  return right.reduce((sum, count, k) => (size[k]! > 0 ? sum + count / size[k]! : sum), 0) / present;
}
