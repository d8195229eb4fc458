import { aSeed, wholeNumber } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../check/options.js';
import { asMatrix } from '../matrix/asMatrix.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { columnMoments } from '../matrix/columnMoments.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { createRng } from '../random/rng.js';
import { centredGram } from './centredGram.js';
import { projectOnto } from './projectOnto.js';
import { topEigenvectors } from './topEigenvectors.js';

/** Options of {@link pca}. */
export interface PcaOptions {
  /** Number of components. Default 50, or one less than the smaller side of x if that is fewer. */
  components?: number;
  /** Seed of the starting vector, which affects the result by rounding errors only. Default 0. */
  seed?: number | string;
}

const table = {
  components: asGiven, // checked against the sides of x
  seed: (argument, given = 0) => aSeed(argument, given),
} satisfies OptionTable<PcaOptions>;

/** Principal components of cells. */
export interface Pca {
  /** Coordinates of the cells. [cells, components] */
  scores: Matrix;
  /** Directions, as orthonormal rows; the entry of largest magnitude is positive. [components, genes] */
  components: Matrix;
  /** Variance along each direction (divisor n - 1), descending. [components] */
  variance: Float64Array;
  /** Variance as a share of the total variance of all genes. [components] */
  varianceRatio: Float64Array;
  /** Mean of every gene; scores are those of x - mean. [genes] */
  mean: Float64Array;
}

function checkSize([cells, genes]: [number, number], components: number | undefined): number {
  const most = Math.min(cells, genes) - 1;
  if (most < 1) {
    const expected = 'at least 2 cells and 2 genes';
    throw badValue({ argument: 'pca: x', expected, received: `${cells} x ${genes}` });
  }
  if (components === undefined) return Math.min(50, most);
  wholeNumber('pca: components', components);
  if (components <= Math.min(cells, genes)) return components;
  const expected = `at most ${Math.min(cells, genes)}, the smaller side of x (${cells} x ${genes})`;
  throw badValue({ argument: 'pca: components', expected, received: `${components}` });
}

/** Eigenvectors are unique up to their sign: makes the entry of largest magnitude positive. */
function orient(v: Float64Array): Float64Array {
  const peak = v.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return peak < 0 ? v.map((value) => -value) : v;
}

/**
 * Principal component analysis: finds the directions in gene space along which centred cells vary most. Uses Lanczos
 * iteration in float64; CSR is never made dense. 8,000 cells x 2,000 genes take a few seconds.
 *
 * As `scanpy.pp.pca` (up to the sign of a component).
 *
 * @param x - [cells, genes], usually `log1p(normalizeTotal(counts))` of the highly variable genes.
 * @throws RangeError on a NaN or infinite value (naming the cell and the gene), on more components than the smaller side
 * of x, with fewer than 2 cells or genes, or on an unknown option.
 * @example
 * ```ts
 * const { scores, varianceRatio } = await pca(x, { components: 20 });
 * ```
 */
export async function pca(x: MatrixLike, options: PcaOptions = {}): Promise<Pca> {
  const { components, seed } = readOptions('pca', options, table);
  const matrix = await asMatrix('pca: x', x);
  checkFinite('pca: x', matrix);
  const [cells, genes] = matrix.shape;
  const k = checkSize(matrix.shape, components);
  const { mean, variance } = columnMoments(matrix);
  const apply = await centredGram(matrix, mean);
  const found = await topEigenvectors(apply, genes, k, createRng(seed).stream('pca'));
  const vectors = found.vectors.map(orient);
  const spread = found.values.map((value) => Math.max(0, value) / (cells - 1));
  const total = variance.reduce((a, b) => a + b, 0);
  return {
    scores: projectOnto(matrix, mean, vectors),
    components: { data: Float32Array.from(vectors.flatMap((v) => [...v])), shape: [k, genes] },
    variance: spread,
    varianceRatio: spread.map((value) => (total > 0 ? value / total : 0)),
    mean,
  };
}
