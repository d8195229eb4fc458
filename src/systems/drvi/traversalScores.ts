import type { Matrix } from '../../matrix/matrix.js';
import type { OutOfDistributionScores } from './interpretation.js';
import { PSEUDO_SHARE } from './splitEffects.js';

/** Smallest and largest logits in a traversal. [dims, genes] each */
export interface Extremes {
  min: Matrix;
  max: Matrix;
}

/** The traversal of one batch: going up from 0, and going down. */
export interface Traversal {
  positive: Extremes;
  negative: Extremes;
}

type Pair = (a: number, b: number) => number;

const combined = (a: Matrix, b: Matrix, pick: Pair): Matrix => ({
  data: a.data.map((value, i) => pick(value, b.data[i]!)),
  shape: a.shape,
});

const logSumExp = (values: readonly number[]): number => {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
};

/** log Σ_k exp of each gene, with the pseudo count. */
function geneSums({ data, shape: [dims, genes] }: Matrix, pseudo: number): Float64Array {
  const column = (g: number): number[] => Array.from({ length: dims }, (_, k) => data[k * genes + g]!);
  return Float64Array.from({ length: genes }, (_, g) => logSumExp([...column(g), pseudo]));
}

function total({ data }: Matrix): number {
  const largest = data.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return largest + Math.log(data.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

interface SideScores {
  maxPossible: Float64Array;
  minPossible: Float64Array;
}

/**
 * Log fold changes of each gene when a dimension goes from its smallest logit to the largest of one direction: with the others
 * at their smallest, log(Σ_j e^min_j - e^min_k + e^side_k) - log Σ_j e^min_j, and likewise with the others at their largest.
 */
function sideScores(
  { min, max }: Extremes,
  side: Matrix,
  least: Float64Array,
  most: Float64Array,
): SideScores {
  const genes = min.shape[1];
  const at = (i: number) => ({ lo: min.data[i]!, hi: max.data[i]!, reached: side.data[i]! });
  const each = (score: (i: number, g: number) => number): Float64Array =>
    Float64Array.from(min.data, (_, i) => score(i, i % genes));
  const share = (value: number, sum: number): number => Math.exp(value - sum);
  return {
    maxPossible: each((i, g) => {
      const { lo, reached } = at(i);
      return Math.log1p(share(reached, least[g]!) - share(lo, least[g]!));
    }),
    minPossible: each((i, g) => {
      const { lo, hi, reached } = at(i);
      const others = -share(hi, most[g]!);
      return Math.log1p(others + share(reached, most[g]!)) - Math.log1p(others + share(lo, most[g]!));
    }),
  };
}

/** One batch's scores, up and down. */
function scoresOf({ positive, negative }: Traversal): SideScores[] {
  const min = combined(positive.min, negative.min, Math.min);
  const max = combined(positive.max, negative.max, Math.max);
  const pseudo = total(max) + Math.log(PSEUDO_SHARE);
  const [least, most] = [geneSums(min, pseudo), geneSums(max, pseudo)];
  return [positive, negative].map((side) => sideScores({ min, max }, side.max, least, most));
}

function meanOf(arrays: readonly Float64Array[], shape: Matrix['shape']): Matrix {
  const mean = (_: number, i: number): number =>
    arrays.reduce((sum, array) => sum + array[i]!, 0) / arrays.length;
  return { data: Float32Array.from(arrays[0]!, mean), shape };
}

/** Scores from the traversals, one per batch: their means over batches. */
export function traversalScores(traversals: readonly Traversal[]): OutOfDistributionScores {
  const { shape } = traversals[0]!.positive.min;
  const all = traversals.map(scoresOf);
  const directional = (score: (side: SideScores) => Float64Array) => ({
    positive: meanOf(
      all.map(([up]) => score(up!)),
      shape,
    ),
    negative: meanOf(
      all.map(([, down]) => score(down!)),
      shape,
    ),
  });
  return {
    maxPossible: directional(({ maxPossible }) => maxPossible),
    minPossible: directional(({ minPossible }) => minPossible),
    combined: directional(({ maxPossible, minPossible }) =>
      maxPossible.map((value, i) => value * minPossible[i]!),
    ),
  };
}
