import { isZbioError } from '../check/isZbioError.js';
import type { CovariateShape } from './assembly.js';
import { cellsFields } from './file/cellsHeader.js';
import { type NamedArray, unpackContainer } from './file/container.js';
import {
  badModelFile,
  checkFields,
  type FieldTest,
  isCount,
  isListOf,
  isMissingOr,
  isObject,
  isRecordOf,
  isSetOf,
  isTableOf,
  isText,
} from './file/headerFields.js';
import { checkArrays, reviveRecord, runFields } from './file/runFile.js';
import { checkPlan } from './fitOptions.js';
import type { SystemHeader } from './packSystem.js';

/** The parts of a model file. All is checked that can be without the class: the class itself checks its options. */
export interface SystemFile {
  header: SystemHeader;
  arrays: ReadonlyMap<string, NamedArray>;
}

/** Categories are as many as the one-hot columns, and none comes twice. */
const isCovariate: FieldTest = (value) => {
  const shaped = isRecordOf({ size: isCount, categories: isMissingOr(isSetOf(isText)) });
  const { size, categories } = (value ?? {}) as CovariateShape;
  return shaped(value) && (!categories || categories.length === size);
};

const fields: Readonly<Record<Exclude<keyof SystemHeader, 'geneNames' | 'preprocessing'>, FieldTest>> = {
  kind: isText,
  options: isRecordOf({ plain: isObject, custom: isListOf(isText) }),
  covariates: isTableOf(isCovariate),
  networks: isTableOf(isObject),
  ...cellsFields,
  ...runFields,
};

/** Turns an error about a value that comes from a file, not from the caller, into one about the file. */
export function faultOfFile(cause: unknown): Error {
  if (isZbioError(cause) && cause.code === 'ZBIO_BAD_FILE') return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const what = `the file holds what no model of this class can have: ${message.replace(/\.$/, '')}`;
  return badModelFile(what, undefined, { cause });
}

function checkSavedPlan(plan: SystemHeader['plan']): void {
  try {
    checkPlan(plan);
  } catch (error) {
    throw faultOfFile(error);
  }
}

/** Throws on parts that are right by themselves and contradict each other. */
function checkTogether({
  genes,
  geneNames,
  plan,
  epoch,
  history,
  batches,
  mapped,
  optimizerCounts,
}: SystemHeader): void {
  if (mapped && (mapped.length >= batches.length || optimizerCounts.length > 0)) {
    throw badModelFile(`the file has ${mapped.length} added batches among ${batches.length}, or trains them`);
  }
  if (geneNames && geneNames.length !== genes) {
    throw badModelFile(`the file names ${geneNames.length} of ${genes} genes`);
  }
  if (history.length !== epoch) {
    throw badModelFile(`the file has a history of ${history.length} epochs, and a run of ${epoch}`);
  }
  checkSavedPlan(plan);
}

/**
 * Splits a file into its parts and checks them. Nothing is built.
 *
 * @throws Error (`ZBIO_BAD_FILE`) on a foreign, truncated or damaged file.
 */
export function readSystem(bytes: ArrayBuffer): SystemFile {
  const { header, arrays: list } = unpackContainer(bytes);
  checkFields(header, fields);
  const checked = header as unknown as SystemHeader;
  const arrays = new Map(list.map((array) => [array.path, array]));
  checkTogether(checked);
  checkArrays(arrays, checked);
  return { header: { ...checked, history: checked.history.map(reviveRecord) }, arrays };
}
