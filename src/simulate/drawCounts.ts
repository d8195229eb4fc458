import type { CsrMatrix } from '../matrix/matrix.js';
import { negativeBinomial } from '../random/negativeBinomial.js';
import type { Rng } from '../random/rng.js';

/** Writes a cell's expected counts into `out`: its library size, divided among genes in proportion to exp(log mean). */
export function divideLibrary(logMean: Float64Array, library: number, out: Float64Array): void {
  let total = 0;
  for (let g = 0; g < logMean.length; g++) {
    out[g] = Math.exp(logMean[g]!);
    total += out[g]!;
  }
  for (let g = 0; g < logMean.length; g++) out[g]! *= library / total;
}

/**
 * Draws negative-binomial counts, cell by cell, as CSR, and holds the means of only one cell at a time.
 *
 * @param means - Writes the expected counts of a cell into `out`.
 */
export function drawCounts(
  shape: [cells: number, genes: number],
  means: (cell: number, out: Float64Array) => void,
  dispersion: number,
  rng: Rng,
): CsrMatrix {
  const [cells, genes] = shape;
  const data: number[] = [];
  const indices: number[] = [];
  const indptr = new Int32Array(cells + 1);
  const row = new Float64Array(genes);
  for (let cell = 0; cell < cells; cell++) {
    means(cell, row);
    for (let g = 0; g < genes; g++) {
      const count = negativeBinomial(row[g]!, dispersion, rng.next);
      if (count === 0) continue;
      data.push(count);
      indices.push(g);
    }
    indptr[cell + 1] = data.length;
  }
  return { data: Float32Array.from(data), indices: Int32Array.from(indices), indptr, shape };
}
