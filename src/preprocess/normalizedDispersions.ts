import { columnMoments } from '../matrix/columnMoments.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';

/** Mean and dispersion of every gene, by Seurat's method. NaN for a gene that doesn't vary. */
export interface Dispersions {
  /** ln(1 + mean of the counts before the logarithm). [genes] */
  means: Float64Array;
  /** ln(variance / mean). [genes] */
  dispersions: Float64Array;
  /** Dispersion relative to genes with about the same mean: (dispersion - mean of the bin) / sd of the bin. [genes] */
  normalized: Float64Array;
}

const bins = 20;

/** Upper edges of 20 equally wide bins over the range of `values`, as pandas.cut draws them. */
function upperEdges(values: Float64Array): Float64Array {
  let low = values.reduce((a, b) => Math.min(a, b), Infinity);
  let high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (low === high) {
    low -= low === 0 ? 0.001 : 0.001 * Math.abs(low);
    high += high === 0 ? 0.001 : 0.001 * Math.abs(high);
  }
  const step = (high - low) / bins;
  return Float64Array.from({ length: bins }, (_, i) => (i + 1 === bins ? high : (i + 1) * step + low));
}

/** Mean and standard deviation (divisor n - 1) of the values that aren't NaN; NaN if there are too few. */
function meanAndDeviation(values: number[]): [mean: number, deviation: number] {
  const defined = values.filter((value) => !Number.isNaN(value));
  const mean = defined.reduce((a, b) => a + b, 0) / defined.length;
  const squares = defined.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, defined.length > 1 ? Math.sqrt(squares / (defined.length - 1)) : Number.NaN];
}

function normalizeInBins(means: Float64Array, dispersions: Float64Array): Float64Array {
  const edges = upperEdges(means);
  const binOf = Int32Array.from(means, (mean) => edges.findIndex((edge) => mean <= edge));
  const normalized = new Float64Array(means.length);
  for (let bin = 0; bin < bins; bin++) {
    const [mean, deviation] = meanAndDeviation([...dispersions].filter((_, gene) => binOf[gene] === bin));
    // A bin with a single gene has no spread: Seurat and scanpy give that gene 1.
    const [centre, unit] = Number.isNaN(deviation) ? [0, mean] : [mean, deviation];
    dispersions.forEach((value, gene) => {
      if (binOf[gene] === bin) normalized[gene] = (value - centre) / unit;
    });
  }
  return normalized;
}

/** Computes dispersions. @param x - ln(1 + normalised counts). [cells, genes] */
export function normalizedDispersions<M extends Matrix | CsrMatrix>(x: M): Dispersions {
  const { mean, variance } = columnMoments({ ...x, data: x.data.map(Math.expm1) });
  const logRatios = mean.map((value, gene) => Math.log(variance[gene]! / (value || 1e-12)));
  const dispersions = logRatios.map((value) => (value === -Infinity ? Number.NaN : value));
  const means = mean.map((value) => Math.log1p(value || 1e-12));
  return { means, dispersions, normalized: normalizeInBins(means, dispersions) };
}
