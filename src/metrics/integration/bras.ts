import { cellsOf } from '../../matrix/cellsOf.js';
import { copyRows } from '../../matrix/copyRows.js';
import type { Labels } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import { meanDefined } from '../meanDefined.js';
import { silhouette } from './silhouette.js';

/**
 * Batch removal adapted silhouette: 1 - |silhouette of the batches| within each label, with cosine distance and compared
 * with all cells of other batches; mean over cells, then over labels. 1: the batches overlap within every label. NaN if
 * no label has cells of two batches.
 *
 * Source: Rautenstrauch and Ohler 2025; as `bras` of scib-metrics.
 */
export function bras(embedding: Matrix, batch: Labels, labels: Labels): number {
  const perLabel = cellsOf(labels.codes, labels.categories.length).map((cells) => {
    const codes = Int32Array.from(cells, (cell) => batch.codes[cell]!);
    const present = new Set(codes).size;
    if (present < 2 || present === cells.length) return Number.NaN;
    const widths = silhouette(copyRows(embedding, cells), codes, { distance: 'cosine', against: 'all' });
    return meanDefined(widths.map((width) => 1 - Math.abs(width)));
  });
  return meanDefined(perLabel);
}
