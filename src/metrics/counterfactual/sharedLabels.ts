import { badValue } from '../../check/errors.js';
import { cellsOf } from '../../matrix/cellsOf.js';
import { encodeLabels } from '../../matrix/labels.js';

/** A cell type that occurs on both sides. */
export interface SharedLabel {
  label: string;
  /** Its cells among the predicted ones. */
  cells: number[];
  /** Its cells among the real ones. */
  targetCells: number[];
}

function byLabel(argument: string, values: ArrayLike<string | number>): Map<string, number[]> {
  const { categories, codes } = encodeLabels(argument, values);
  const cells = cellsOf(codes, categories.length);
  return new Map(categories.map((label, code) => [label, cells[code]!]));
}

/** The cell types of which both sides have at least `minCells` cells. Throws if there is none. */
export function sharedLabels(
  labels: ArrayLike<string | number>,
  targetLabels: ArrayLike<string | number>,
  minCells: number,
): SharedLabel[] {
  const there = byLabel('counterfactualQuality: targetLabels', targetLabels);
  const shared = [...byLabel('counterfactualQuality: labels', labels)].flatMap(([label, cells]) => {
    const targetCells = there.get(label) ?? [];
    return Math.min(cells.length, targetCells.length) < minCells ? [] : [{ label, cells, targetCells }];
  });
  if (shared.length > 0) return shared;
  throw badValue({
    argument: 'counterfactualQuality: labels',
    expected: `a cell type with at least ${minCells} cells in both batches`,
    received: 'none',
    next: 'Give more cells or lower minCells.',
  });
}
