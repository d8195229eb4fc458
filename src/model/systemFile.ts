import { badValue } from '../check/errors.js';
import type { CovariateShape } from './assembly.js';
import { buildSystem } from './buildRun.js';
import { type CellsHeader, cellsFields, cellsHeader } from './file/cellsHeader.js';
import { type NamedArray, packContainer, unpackContainer } from './file/container.js';
import {
  checkFields,
  type FieldTest,
  isCount,
  isListOf,
  isMissingOr,
  isObject,
  isText,
} from './file/headerFields.js';
import {
  packRun,
  type RunHeader,
  reviveRecord,
  runFields,
  unpackRun,
  unpackVariables,
} from './file/runFile.js';
import type { SystemRecipe } from './systemRecipe.js';
import type { TrainedSystem } from './trainedSystem.js';

/** The JSON part of a system's file. */
interface SystemHeader extends CellsHeader, RunHeader {
  kind: string;
  options: object;
  covariates: Record<string, CovariateShape>;
}

/** A system's file, taken apart and checked, but for its weights. */
export interface SystemFile {
  header: SystemHeader;
  arrays: ReadonlyMap<string, NamedArray>;
}

const isShape: FieldTest = (value) => {
  const { size, categories } = (value ?? {}) as Partial<Record<keyof CovariateShape, unknown>>;
  return isCount(size) && isMissingOr(isListOf(isText))(categories);
};

const fields: Record<string, FieldTest> = {
  options: isObject,
  covariates: (value) => isObject(value) && Object.values(value as object).every(isShape),
  ...cellsFields,
  ...runFields,
};

/** A fitted system as one file. */
export async function packSystem(
  { kind, options }: SystemRecipe,
  fitted: TrainedSystem,
): Promise<ArrayBuffer> {
  const { header: run, arrays } = await packRun(fitted);
  const header: SystemHeader = {
    kind,
    options,
    covariates: fitted.covariates,
    ...cellsHeader(fitted),
    ...run,
  };
  return packContainer({ header: { ...header }, arrays });
}

/** Takes a file apart. Throws RangeError on a foreign, truncated or damaged one, or one of another system. */
export function readSystem(bytes: ArrayBuffer, kind: string): SystemFile {
  const { header, arrays } = unpackContainer(bytes);
  if (header['kind'] !== kind) {
    const received = `one of ${header['kind']}`;
    throw badValue({
      argument: 'load',
      expected: `a file of ${kind}`,
      received,
      next: 'Load it with that class.',
    });
  }
  checkFields(header, fields, kind);
  const checked = header as unknown as SystemHeader;
  return {
    header: { ...checked, history: checked.history.map(reviveRecord) },
    arrays: new Map(arrays.map((array) => [array.path, array])),
  };
}

/** Builds a system and brings its weights and its run back out of a file. */
export async function unpackSystem(
  recipe: SystemRecipe,
  { header, arrays }: SystemFile,
): Promise<TrainedSystem> {
  const { cells, genes, batches, covariates, plan, history, epoch } = header;
  const built = buildSystem(recipe, { cells, genes, batches, covariates });
  unpackVariables(built.run, arrays, 'The file is of another version of this system.');
  await unpackRun(built.run, header, arrays, recipe.seed);
  built.run.epoch = epoch;
  return { ...built, ...cellsHeader(header), covariates, plan, history };
}
