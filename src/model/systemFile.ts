import { badValue } from '../check/errors.js';
import type { Network } from '../nn/network.js';
import { networkFromConfig } from '../nn/networks/networkFromConfig.js';
import type { Assembly, CovariateShape } from './assembly.js';
import { buildSystem, disposeSystem } from './buildRun.js';
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
import { type SavedOptions, splitOptions } from './file/savedOptions.js';
import type { Fitted } from './fitted.js';
import type { SystemRecipe } from './systemRecipe.js';

/** The JSON part of a model file. */
interface SystemHeader extends CellsHeader, RunHeader {
  kind: string;
  options: SavedOptions;
  covariates: Record<string, CovariateShape>;
  /** Configurations of the networks that the assembly describes. */
  networks: Record<string, object>;
}

/** The parts of a model file. All is checked but the shapes of its weights. */
export interface SystemFile {
  header: SystemHeader;
  arrays: ReadonlyMap<string, NamedArray>;
}

const isShape: FieldTest = (value) => {
  const { size, categories } = (value ?? {}) as Partial<Record<keyof CovariateShape, unknown>>;
  return isCount(size) && isMissingOr(isListOf(isText))(categories);
};

const isSaved: FieldTest = (value) => {
  const { plain, custom } = (value ?? {}) as Partial<Record<keyof SavedOptions, unknown>>;
  return isObject(plain) && isListOf(isText)(custom);
};

const isTableOf =
  (test: FieldTest): FieldTest =>
  (value) =>
    isObject(value) && Object.values(value as object).every(test);

const fields: Record<string, FieldTest> = {
  options: isSaved,
  covariates: isTableOf(isShape),
  networks: isTableOf(isObject),
  ...cellsFields,
  ...runFields,
};

function configsOf({ networks, described = [] }: Assembly): Record<string, object> {
  return Object.fromEntries(described.map((name) => [name, networks[name]!.toConfig!()]));
}

/** Packs a fitted model into one file. */
export async function packSystem({ kind, options }: SystemRecipe, fitted: Fitted): Promise<ArrayBuffer> {
  const { header: run, arrays } = await packRun(fitted);
  const header: SystemHeader = {
    kind,
    options: splitOptions(options),
    covariates: fitted.covariates,
    networks: configsOf(fitted.assembly),
    ...cellsHeader(fitted),
    ...run,
  };
  return packContainer({ header: { ...header }, arrays });
}

/** Splits a file into its parts. Throws RangeError on a foreign, truncated or damaged file, or one of another class. */
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

/** Names of the options that the file couldn't hold and that weren't given again. Networks that it describes aren't missing. */
export function missingOptions({ header }: SystemFile, given: object): string[] {
  return header.options.custom.filter((name) => !(name in given) && !(name in header.networks));
}

/** Makes the networks that the file describes, except for those that are given again as options. */
async function describedNetworks(
  { networks }: SystemHeader,
  given: object,
): Promise<Record<string, Network>> {
  const revived: Record<string, Network> = {};
  for (const [name, config] of Object.entries(networks)) {
    if (!(name in given)) revived[name] = await networkFromConfig(`load: ${name}`, config);
  }
  return revived;
}

/**
 * Builds a system and restores its weights and its run from a file.
 *
 * @param given - Options that the file couldn't hold. If one is missing, the model can be used, but not trained: its run isn't
 * restored.
 */
export async function unpackSystem<Parts extends Assembly>(
  recipe: SystemRecipe<Parts>,
  file: SystemFile,
  given: object,
): Promise<Fitted<Parts>> {
  const { header, arrays } = file;
  const { cells, genes, batches, covariates, plan, history, epoch } = header;
  const trainable = missingOptions(file, given).length === 0;
  const networks = await describedNetworks(header, given);
  const built = buildSystem(recipe, { cells, genes, batches, covariates }, { networks, trainable });
  try {
    unpackVariables(built.run, arrays, 'Load with the networks and terms that the model was made with.');
    if (trainable) await unpackRun(built.run, header, arrays, recipe.seed);
  } catch (error) {
    disposeSystem(built);
    throw error;
  }
  built.run.epoch = epoch;
  return { ...built, ...cellsHeader(header), covariates, plan, history };
}
