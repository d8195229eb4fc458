import type { Rng } from '../random/rng.js';
import { shuffle } from '../random/shuffle.js';

/** A tree of depth 3. The children of node n are 2n + 1 (value <= threshold) and 2n + 2. */
export interface Tree {
  /** Dimension that a node compares; -1 for a leaf. [15] */
  dim: Int32Array;
  /** Threshold of a node. [15] */
  threshold: Float64Array;
}

const depth = 3;
/** Number of nodes of a complete tree. */
export const treeSize = 15;
/** Values closer to each other than this aren't split, as in scikit-learn. */
const leastStep = 1e-7;

/** The state of a growing tree. */
interface Growth {
  /** [dims][cells] */
  columns: readonly Float64Array[];
  /** [cells] */
  target: Float64Array;
  /** Cells of each node side by side, in a node by ascending value; partitioned, but never sorted again. [dims][cells] */
  order: readonly Int32Array[];
  /** 1 for cells that go left. [cells] */
  left: Uint8Array;
  spare: Int32Array;
  tree: Tree;
  leaves: Int32Array;
  gains: Float64Array;
  rng: Rng;
}

interface Split {
  dim: number;
  threshold: number;
  /** Decrease of the sum of squares. */
  gain: number;
}

/** Sorts the cells by ascending value, once for all trees. [dims][cells] */
export function sortCells(columns: readonly Float64Array[]): Int32Array[] {
  return columns.map((column) => Int32Array.from(column.keys()).sort((a, b) => column[a]! - column[b]!));
}

/** Returns the sum of the targets of a node's cells, and whether they differ. */
function totalOf({ order, target }: Growth, from: number, to: number): { sum: number; varies: boolean } {
  let [sum, squares] = [0, 0];
  for (let k = from; k < to; k++) {
    const value = target[order[0]![k]!]!;
    sum += value;
    squares += value * value;
  }
  const count = to - from;
  return { sum, varies: squares / count - (sum / count) ** 2 > Number.EPSILON };
}

/** Returns the best split along one dimension if it beats `best`, otherwise `best`. */
function splitAlong(growth: Growth, dim: number, from: number, to: number, sum: number, best: Split): Split {
  const [order, column, target] = [growth.order[dim]!, growth.columns[dim]!, growth.target];
  const count = to - from;
  let [at, most, sumLeft] = [-1, best.gain * count, 0];
  let value = column[order[from]!]!;
  for (let k = from + 1; k < to; k++) {
    sumLeft += target[order[k - 1]!]!;
    const next = column[order[k]!]!;
    if (next > value + leastStep) {
      const before = k - from;
      const apart = count * sumLeft - before * sum;
      const gain = (apart * apart) / (before * (count - before));
      if (gain > most) {
        most = gain;
        at = k;
      }
    }
    value = next;
  }
  if (at < 0) return best;
  return { dim, threshold: column[order[at - 1]!]! / 2 + column[order[at]!]! / 2, gain: most / count };
}

/** Moves the cells that go left before the others and keeps the order of both. */
function partition(order: Int32Array, from: number, to: number, left: Uint8Array, spare: Int32Array): number {
  let [next, right] = [from, 0];
  for (let k = from; k < to; k++) {
    const cell = order[k]!;
    // Writes both, because an unpredictable branch costs more.
    order[next] = cell;
    spare[right] = cell;
    next += left[cell]!;
    right += 1 - left[cell]!;
  }
  order.set(spare.subarray(0, right), next);
  return next;
}

function growNode(growth: Growth, n: number, level: number, from: number, to: number): void {
  const { columns, order, left, spare, tree, leaves, gains, rng } = growth;
  const { sum, varies } = totalOf(growth, from, to);
  let best: Split = { dim: -1, threshold: 0, gain: -1 };
  if (level < depth && to - from > 1 && varies) {
    for (const dim of shuffle(Int32Array.from(columns.keys()), rng)) {
      best = splitAlong(growth, dim, from, to, sum, best);
    }
  }
  const cells = order[0]!.subarray(from, to);
  if (best.dim < 0) {
    for (const cell of cells) leaves[cell] = n;
    return;
  }
  tree.dim[n] = best.dim;
  tree.threshold[n] = best.threshold;
  gains[best.dim]! += best.gain;
  for (const cell of cells) left[cell] = columns[best.dim]![cell]! <= best.threshold ? 1 : 0;
  // Leaves need no order: one list of their cells is enough.
  const needed = level + 1 < depth ? order : order.slice(0, 1);
  let middle = from;
  for (const cellsByDim of needed) middle = partition(cellsByDim, from, to, left, spare);
  growNode(growth, 2 * n + 1, level + 1, from, middle);
  growNode(growth, 2 * n + 2, level + 1, middle, to);
}

/**
 * Grows a regression tree of depth 3. Every split is the one that decreases the sum of squares most; equally good splits
 * are chosen at random, because in small nodes many dimensions split the cells equally well, and the first of them would
 * collect all the importance.
 *
 * @param columns - [dims][cells]
 * @param order - The result of `sortCells`. [dims][cells]
 * @param target - [cells]
 * @param gains - The decrease of the sum of squares by each dimension's splits is added to it. [dims]
 * @returns The tree, and the leaf of every cell.
 */
export function growTree(
  columns: readonly Float64Array[],
  order: readonly Int32Array[],
  target: Float64Array,
  gains: Float64Array,
  rng: Rng,
): { tree: Tree; leaves: Int32Array } {
  const cells = target.length;
  const tree = { dim: new Int32Array(treeSize).fill(-1), threshold: new Float64Array(treeSize) };
  const leaves = new Int32Array(cells);
  const working = {
    order: order.map((row) => row.slice()),
    left: new Uint8Array(cells),
    spare: new Int32Array(cells),
  };
  growNode({ columns, target, tree, leaves, gains, rng, ...working }, 0, 0, 0, cells);
  return { tree, leaves };
}

/** Returns the leaf of a cell. */
export function leafOf({ dim, threshold }: Tree, columns: readonly Float64Array[], cell: number): number {
  let n = 0;
  while (dim[n]! >= 0) n = columns[dim[n]!]![cell]! <= threshold[n]! ? 2 * n + 1 : 2 * n + 2;
  return n;
}
