import { badValue } from '../check/errors.js';
import type { LatentLayout } from '../nn/latentLayout.js';
import type { RngState } from '../random/rng.js';
import type { EpochRecord } from '../train/epochRecord.js';
import type { Plan } from '../train/plan.js';
import type { Preprocessing } from './fitted.js';
import type { InputKind } from './inputScale.js';
import type { SavedOptions } from './savedOptions.js';

/** The JSON part of a model file. */
export interface ModelHeader {
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
  plan: Plan;
  epoch: number;
  streams: { shuffle: RngState; noise: RngState };
  /** Whole numbers of each phase's optimizer. */
  optimizerCounts: number[][];
  networks: { encoder: object; decoder: object };
  history: EpochRecord[];
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf = (test: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(test);

const fields: Record<string, (value: unknown) => boolean> = {
  kind: (value) => value === 'DisentangledAE',
  options: isObject,
  layout: isObject,
  cells: isCount,
  genes: isCount,
  batches: isListOf(isText),
  labels: isListOf(isText),
  input: (value) => value === 'counts' || value === 'asIs',
  preprocessing: (value) => value === undefined || isObject(value),
  plan: isObject,
  epoch: isCount,
  streams: isObject,
  optimizerCounts: isListOf(isListOf(isCount)),
  networks: isObject,
  history: isListOf(isObject),
};

const nanForNull = (values: Record<string, number | null>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? Number.NaN]));

/** JSON has no NaN: a term that wasn't computed comes back as null. */
function reviveRecord(record: EpochRecord): EpochRecord {
  const { validation } = record;
  const revived = { ...record, terms: nanForNull(record.terms) };
  return validation
    ? { ...revived, validation: { ...validation, terms: nanForNull(validation.terms) } }
    : revived;
}

/** Checks a header from a file field by field. Throws RangeError naming the field that is wrong. */
export function checkHeader(header: Record<string, unknown>): ModelHeader {
  for (const [name, test] of Object.entries(fields)) {
    if (test(header[name])) continue;
    const argument = `load: header field '${name}'`;
    const next = 'The file is damaged, or not a DisentangledAE.';
    throw badValue({ argument, expected: 'a value as save writes it', received: typeof header[name], next });
  }
  const checked = header as unknown as ModelHeader;
  return { ...checked, history: checked.history.map(reviveRecord) };
}
