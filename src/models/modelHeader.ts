import type { LatentLayout } from '../nn/latentLayout.js';
import type { Preprocessing } from './fitted.js';
import {
  checkFields,
  type FieldTest,
  isCount,
  isListOf,
  isMissingOr,
  isObject,
  isText,
} from './headerFields.js';
import type { InputKind } from './inputScale.js';
import { type RunHeader, reviveRecord, runFields } from './runFile.js';
import type { SavedOptions } from './savedOptions.js';

/** The JSON part of a model file. */
export interface ModelHeader extends RunHeader {
  kind: 'DisentangledAE';
  options: SavedOptions;
  layout: LatentLayout;
  cells: number;
  genes: number;
  geneNames?: string[];
  batches: string[];
  labels: string[];
  /** What happens to the cells before the encoder: `'counts'` are brought to 10,000 a cell and log1p. */
  input: InputKind;
  /** What the caller had done to the cells before. */
  preprocessing?: Preprocessing;
  networks: { encoder: object; decoder: object };
}

const fields: Record<string, FieldTest> = {
  kind: (value) => value === 'DisentangledAE',
  options: isObject,
  layout: isObject,
  cells: isCount,
  genes: isCount,
  batches: isListOf(isText),
  labels: isListOf(isText),
  input: (value) => value === 'counts' || value === 'asIs',
  preprocessing: isMissingOr(isObject),
  networks: isObject,
  ...runFields,
};

/** Checks a header from a file field by field. Throws RangeError naming the field that is wrong. */
export function checkHeader(header: Record<string, unknown>): ModelHeader {
  checkFields(header, fields, 'DisentangledAE');
  const checked = header as unknown as ModelHeader;
  return { ...checked, history: checked.history.map(reviveRecord) };
}
