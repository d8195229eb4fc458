/** Cells as a tree needs them: by dimension, once in order of the cells and once sorted. */
export interface SortedCells {
  /** [dims][cells] */
  columns: readonly Float64Array[];
  /** Cells by ascending value. [dims][cells] */
  order: readonly Int32Array[];
  /** Values in that order: read one after the other, they stay in the cache. [dims][cells] */
  sorted: readonly Float64Array[];
}

/** A tree of depth 3. The children of node n are 2n + 1 (value <= threshold) and 2n + 2. */
export interface Tree {
  /** Dimension that a node asks for; -1: a leaf. [15] */
  dim: Int32Array;
  /** [15] */
  threshold: Float64Array;
}

const depth = 3;
/** Nodes of a whole tree. */
export const treeSize = 15;
/** Values nearer to each other than this aren't parted, as in scikit-learn. */
const leastStep = 1e-7;

/** Sorts the cells once for all trees. */
export function sortCells(columns: readonly Float64Array[]): SortedCells {
  const order = columns.map((column) => Int32Array.from(column.keys()).sort((a, b) => column[a]! - column[b]!));
  const sorted = columns.map((column, d) => Float64Array.from(order[d]!, (cell) => column[cell]!));
  return { columns, order, sorted };
}

interface NodeSums {
  count: Float64Array;
  sum: Float64Array;
  /** 1 where a node may be split. */
  open: Uint8Array;
}

interface Splits extends Tree {
  /** By how much the best split of a node shrinks the sum of squares. */
  gain: Float64Array;
}

function nodeSums(target: Float64Array, node: Int32Array): NodeSums {
  const [count, sum, squares] = [0, 1, 2].map(() => new Float64Array(treeSize)) as Float64Array[] & { length: 3 };
  node.forEach((n, cell) => {
    count![n]!++;
    sum![n]! += target[cell]!;
    squares![n]! += target[cell]! ** 2;
  });
  const variance = (n: number) => squares![n]! / count![n]! - (sum![n]! / count![n]!) ** 2;
  const open = Uint8Array.from(count!, (cells, n) => (cells > 1 && variance(n) > Number.EPSILON ? 1 : 0));
  return { count: count!, sum: sum!, open };
}

/** Tries every split of all open nodes along one dimension, in one pass over the sorted cells. */
function scan(
  cells: SortedCells,
  dim: number,
  target: Float64Array,
  node: Int32Array,
  { count, sum, open }: NodeSums,
  best: Splits,
): void {
  const [order, sorted] = [cells.order[dim]!, cells.sorted[dim]!];
  const [left, leftSum, last] = [
    new Float64Array(treeSize),
    new Float64Array(treeSize),
    new Float64Array(treeSize),
  ];
  for (let k = 0; k < order.length; k++) {
    const cell = order[k]!;
    const n = node[cell]!;
    if (open[n] === 0) continue;
    const before = left[n]!;
    const value = sorted[k]!;
    if (before > 0 && value > last[n]! + leastStep) {
      const after = count[n]! - before;
      const apart = after * leftSum[n]! - before * (sum[n]! - leftSum[n]!);
      const gain = (apart * apart) / (before * after * count[n]!);
      if (gain > best.gain[n]!) {
        best.gain[n] = gain;
        best.dim[n] = dim;
        best.threshold[n] = last[n]! / 2 + value / 2;
      }
    }
    left[n] = before + 1;
    leftSum[n]! += target[cell]!;
    last[n] = value;
  }
}

/** The node that a cell of this node comes to. */
function descend({ dim, threshold }: Tree, n: number, columns: readonly Float64Array[], cell: number): number {
  if (dim[n]! < 0) return n;
  return columns[dim[n]!]![cell]! <= threshold[n]! ? 2 * n + 1 : 2 * n + 2;
}

/**
 * A regression tree of depth 3, every split the one that shrinks the sum of squares most.
 *
 * @param gains - What each dimension's splits shrink the sum of squares by is added here. [dims]
 * @returns The tree, and the leaf of every cell.
 */
export function growTree(
  cells: SortedCells,
  target: Float64Array,
  gains: Float64Array,
): { tree: Tree; leaves: Int32Array } {
  const node = new Int32Array(target.length);
  const best = {
    dim: new Int32Array(treeSize).fill(-1),
    threshold: new Float64Array(treeSize),
    gain: new Float64Array(treeSize).fill(-1),
  };
  for (let level = 0; level < depth; level++) {
    const sums = nodeSums(target, node);
    for (let n = 0; n < 2 ** level - 1; n++) sums.open[n] = 0;
    for (let d = 0; d < cells.columns.length; d++) scan(cells, d, target, node, sums, best);
    for (let cell = 0; cell < node.length; cell++) {
      const n = node[cell]!;
      if (sums.open[n] === 1) node[cell] = descend(best, n, cells.columns, cell);
    }
  }
  best.dim.forEach((dim, n) => {
    if (dim >= 0) gains[dim]! += best.gain[n]!;
  });
  return { tree: best, leaves: node };
}

/** The leaf that a cell falls into. */
export function leafOf(tree: Tree, columns: readonly Float64Array[], cell: number): number {
  let n = 0;
  for (let level = 0; level < depth; level++) n = descend(tree, n, columns, cell);
  return n;
}
