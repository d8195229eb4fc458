import { type CellsHeader, cellsFields } from '../model/file/cellsHeader.js';
import { checkFields, type FieldTest, isListOf, isObject, isText } from '../model/file/headerFields.js';
import { type RunHeader, reviveRecord, runFields } from '../model/file/runFile.js';
import type { SavedOptions } from '../model/file/savedOptions.js';
import type { InputKind } from '../model/map/inputScale.js';
import type { LatentLayout } from '../nn/latentLayout.js';

/** The JSON part of a model file. */
export interface ModelHeader extends CellsHeader, RunHeader {
  kind: 'DisentangledAE';
  options: SavedOptions;
  layout: LatentLayout;
  labels: string[];
  /** What happens to the cells before the encoder: `'counts'` are brought to 10,000 a cell and log1p. */
  input: InputKind;
  networks: { encoder: object; decoder: object };
}

const fields: Record<string, FieldTest> = {
  kind: (value) => value === 'DisentangledAE',
  options: isObject,
  layout: isObject,
  labels: isListOf(isText),
  input: (value) => value === 'counts' || value === 'asIs',
  networks: isObject,
  ...cellsFields,
  ...runFields,
};

/** Checks a header from a file field by field. Throws RangeError naming the field that is wrong. */
export function checkHeader(header: Record<string, unknown>): ModelHeader {
  checkFields(header, fields, 'DisentangledAE');
  const checked = header as unknown as ModelHeader;
  return { ...checked, history: checked.history.map(reviveRecord) };
}
