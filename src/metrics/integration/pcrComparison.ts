import type { Labels } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';

/**
 * Share of the variance that lies between batches; NaN if nothing varies. It equals principal component regression over all components, that is,
 * the sum of R²(batch -> component) times the component's share of variance, since neither sum depends on the axes.
 */
export function varianceByBatch(
  { data, shape: [cells, dims] }: Matrix,
  { codes, categories }: Labels,
): number {
  const sizes = new Float64Array(categories.length);
  for (const code of codes) sizes[code]!++;
  let [between, total] = [0, 0];
  for (let d = 0; d < dims; d++) {
    const means = new Float64Array(categories.length);
    for (let i = 0; i < cells; i++) means[codes[i]!]! += data[i * dims + d]! / sizes[codes[i]!]!;
    const mean = means.reduce((sum, value, b) => sum + value * sizes[b]!, 0) / cells;
    means.forEach((value, b) => {
      between += sizes[b]! * (value - mean) ** 2;
    });
    for (let i = 0; i < cells; i++) total += (data[i * dims + d]! - mean) ** 2;
  }
  return between / total;
}

/**
 * Relative decrease of the variance that batches explain: (before - after) / before, or 0 if it grew. 1: none is left. NaN
 * with one batch, which explains none before or after (scib-metrics then divides two rounding errors), or if either matrix
 * doesn't vary.
 *
 * Source: Büttner et al. 2019; as `pcr_comparison` of scib-metrics with all components.
 */
export function pcrComparison(original: Matrix, embedding: Matrix, batch: Labels): number {
  if (batch.categories.length < 2) return Number.NaN;
  const before = varianceByBatch(original, batch);
  return Math.max(0, (before - varianceByBatch(embedding, batch)) / before);
}
