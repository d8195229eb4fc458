import type { Matrix } from '../../matrix/matrix.js';

/** Mean Euclidean distance between the rows of `a` and those of `b`, over all pairs. */
function meanDistance(a: Matrix, b: Matrix): number {
  const dims = a.shape[1];
  let total = 0;
  for (let i = 0; i < a.data.length; i += dims) {
    for (let j = 0; j < b.data.length; j += dims) {
      let squared = 0;
      for (let d = 0; d < dims; d++) squared += (a.data[i + d]! - b.data[j + d]!) ** 2;
      total += Math.sqrt(squared);
    }
  }
  return total / (a.shape[0] * b.shape[0]);
}

/** Leaves out the distance of a cell to itself: counting it would make two samples of the same cells look apart. */
const meanWithin = (a: Matrix): number => (meanDistance(a, a) * a.shape[0]) / (a.shape[0] - 1);

/**
 * Energy distance (E-distance) of two groups of cells, 2 E|a - b| - E|a - a'| - E|b - b'|, in the units of the
 * coordinates. Its expectation is 0 for equal distributions, whatever the number of cells.
 *
 * Pairs of a cell with itself aren't counted. That makes the estimate unbiased, and it may fall slightly below 0.
 * `Distance('edistance')` of pertpy counts them, which adds E|a - a'| / cells of a + E|b - b'| / cells of b.
 *
 * Source: Székely and Rizzo 2013; for single cells Peidli et al. 2024 (scPerturb), with squared distances.
 *
 * @param a - At least two cells. [cells of a, dims]
 * @param b - At least two cells. [cells of b, dims]
 */
export function energyDistance(a: Matrix, b: Matrix): number {
  return 2 * meanDistance(a, b) - meanWithin(a) - meanWithin(b);
}
