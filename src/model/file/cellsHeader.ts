import type { Preprocessing } from '../../autoencoder/fitted.js';
import { type FieldTest, isCount, isListOf, isMissingOr, isObject, isText } from './headerFields.js';

/** What a file says of the cells that a model was trained on. */
export interface CellsHeader {
  cells: number;
  genes: number;
  geneNames?: readonly string[];
  batches: readonly string[];
  /** What the caller had done to the cells before. */
  preprocessing?: Preprocessing;
}

/** How the fields of a {@link CellsHeader} are checked. */
export const cellsFields: Readonly<Record<keyof CellsHeader, FieldTest>> = {
  cells: isCount,
  genes: isCount,
  geneNames: isMissingOr(isListOf(isText)),
  batches: isListOf(isText),
  preprocessing: isMissingOr(isObject),
};

/** The part of something larger that speaks of its cells, absent fields left out. */
export function cellsHeader({ cells, genes, geneNames, batches, preprocessing }: CellsHeader): CellsHeader {
  return {
    cells,
    genes,
    ...(geneNames ? { geneNames } : {}),
    batches,
    ...(preprocessing ? { preprocessing } : {}),
  };
}
