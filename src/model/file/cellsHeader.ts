import type { Scale } from '../map/inputScale.js';
import { type FieldTest, isCount, isListOf, isMissingOr, isObject, isText } from './headerFields.js';

/** Plain values that say what was done to cells before a model got them. */
export type Preprocessing = Record<string, string | number | boolean>;

/** What a file says of the cells that a model was trained on. */
export interface CellsHeader {
  cells: number;
  genes: number;
  geneNames?: readonly string[];
  batches: readonly string[];
  /** What happens to cells before the networks. */
  scale: Scale;
  /** What the caller had done to the cells before. */
  preprocessing?: Preprocessing;
}

/** How the fields of a {@link CellsHeader} are checked. */
export const cellsFields: Readonly<Record<keyof CellsHeader, FieldTest>> = {
  cells: isCount,
  genes: isCount,
  geneNames: isMissingOr(isListOf(isText)),
  batches: isListOf(isText),
  scale: (value) => value === 'asIs' || value === 'counts' || value === 'logCounts',
  preprocessing: isMissingOr(isObject),
};

/** The part of something larger that speaks of its cells, absent fields left out. */
export function cellsHeader({
  cells,
  genes,
  geneNames,
  batches,
  scale,
  preprocessing,
}: CellsHeader): CellsHeader {
  return {
    cells,
    genes,
    ...(geneNames ? { geneNames } : {}),
    batches,
    scale,
    ...(preprocessing ? { preprocessing } : {}),
  };
}
