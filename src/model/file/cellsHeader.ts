import type { Units } from '../../preprocess/units.js';
import type { MappedBatch } from '../map/extensionParts.js';
import type { Scale } from '../map/inputScale.js';

import {
  type FieldTest,
  isCount,
  isListOf,
  isMissingOr,
  isRecordOf,
  isSetOf,
  isTableOf,
  isText,
} from './headerFields.js';
import { isUnits } from './unitsField.js';

/** Plain values that describe how cells were prepared before `fit`. */
export type Preprocessing = Record<string, string | number | boolean>;

/** The part of a file's header that describes the training cells. */
export interface CellsHeader {
  /** Number of cells. */
  cells: number;
  /** Number of genes. */
  genes: number;
  geneNames?: readonly string[];
  batches: readonly string[];
  /** How cells are brought to the networks' scale. */
  scale: Scale;
  /** Units of the cells that were given to `fit`. Files of earlier versions don't hold them. */
  units?: Units;
  /** How the caller prepared the cells before `fit`. */
  preprocessing?: Preprocessing;
  /** The batches that `extend` has added, the last ones of `batches`. */
  mapped?: readonly MappedBatch[];
  /** Checksums of x and of the columns by name; present if the run had a checkpoint. */
  checksums?: Readonly<Record<string, number>>;
}

const isMapped = isRecordOf({
  form: (value) => value === 'aligned' || value === 'cautious',
  cells: isCount,
} satisfies Record<keyof MappedBatch, FieldTest>);

/** Checks of the fields of a {@link CellsHeader}. */
export const cellsFields: Readonly<Record<keyof CellsHeader, FieldTest>> = {
  cells: isCount,
  genes: isCount,
  geneNames: isMissingOr(isListOf(isText)),
  batches: (value) => isSetOf(isText)(value) && (value as string[]).length > 0,
  scale: (value) => value === 'asIs' || value === 'counts' || value === 'logCounts',
  units: isMissingOr(isUnits),
  preprocessing: isMissingOr(isTableOf((value) => ['string', 'number', 'boolean'].includes(typeof value))),
  mapped: isMissingOr((value) => isListOf(isMapped)(value) && (value as unknown[]).length > 0),
  checksums: isMissingOr(isTableOf(isCount)),
};

/** Picks the fields of a {@link CellsHeader} from a larger object; absent fields are left out. */
export function cellsHeader({
  cells,
  genes,
  geneNames,
  batches,
  scale,
  units,
  preprocessing,
  mapped,
  checksums,
}: CellsHeader): CellsHeader {
  return {
    cells,
    genes,
    ...(geneNames ? { geneNames } : {}),
    batches,
    scale,
    ...(units ? { units } : {}),
    ...(preprocessing ? { preprocessing } : {}),
    ...(mapped ? { mapped } : {}),
    ...(checksums ? { checksums } : {}),
  };
}
