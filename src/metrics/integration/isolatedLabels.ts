import { cellsOf } from '../../matrix/cellsOf.js';
import type { Labels } from '../../matrix/labels.js';
import { meanDefined } from '../meanDefined.js';

/**
 * How well the labels that occur in the fewest batches are separated from others: mean of (silhouette + 1) / 2 over the
 * cells of each such label, then over these labels. Source: Luecken et al. 2022; as `isolated_labels` of scib-metrics.
 *
 * @param widths - Silhouette width of every cell, with labels as groups. [cells]
 */
export function isolatedLabels(widths: Float64Array, batch: Labels, labels: Labels): number {
  const cells = cellsOf(labels.codes, labels.categories.length);
  const batches = cells.map((own) => new Set(own.map((cell) => batch.codes[cell]!)).size);
  const fewest = Math.min(...batches);
  const isolated = cells.filter((_, label) => batches[label] === fewest);
  return meanDefined(isolated.map((own) => meanDefined(own.map((cell) => (widths[cell]! + 1) / 2))));
}
