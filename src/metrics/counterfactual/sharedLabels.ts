import { badValue } from '../../check/errors.js';
import { cellsOf } from '../../matrix/cellsOf.js';
import type { Labels } from '../../matrix/labels.js';

/** A cell type that occurs among the predicted and among the real cells. */
export interface SharedLabel {
  label: string;
  /** Row numbers of its predicted cells. */
  cells: number[];
  /** Row numbers of its real cells. */
  targetCells: number[];
}

function byLabel({ categories, codes }: Labels): Map<string, number[]> {
  const cells = cellsOf(codes, categories.length);
  return new Map(categories.map((label, code) => [label, cells[code]!]));
}

/** Returns the cell types with at least `minCells` cells on both sides. Throws a RangeError if there are none. */
export function sharedLabels(labels: Labels, targetLabels: Labels, minCells: number): SharedLabel[] {
  const there = byLabel(targetLabels);
  const shared = [...byLabel(labels)].flatMap(([label, cells]) => {
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
