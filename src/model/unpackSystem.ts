import * as tf from '@tensorflow/tfjs';
import { type Allowance, within } from '../backend/allowance.js';
import { badValue, withCode } from '../check/errors.js';
import type { Network } from '../nn/network.js';
import { networkFromConfig } from '../nn/networks/networkFromConfig.js';
import { type Assembly, biologyOf } from './assembly.js';
import { type BuiltSystem, buildSystem, disposeSystem } from './buildRun.js';
import { namesOf } from './covariateColumns.js';
import { cellsHeader } from './file/cellsHeader.js';
import { badModelFile } from './file/headerFields.js';
import { unpackGeneMeans, unpackMemory } from './file/memoryFile.js';
import { unpackRun, unpackVariables } from './file/runFile.js';
import { batchesOf, type Fitted } from './fitted.js';
import type { SystemHeader } from './packSystem.js';
import type { SystemFile } from './readSystem.js';
import type { SystemRecipe } from './systemRecipe.js';

/** Throws unless the file is one of this class. */
export function checkKind({ header }: SystemFile, kind: string): void {
  if (header.kind === kind) return;
  const received = `one of ${header.kind}`;
  const next = 'Load it with that class.';
  throw withCode(
    badValue({ argument: 'load', expected: `a file of ${kind}`, received, next }),
    'ZBIO_BAD_FILE',
  );
}

/** Names of the options that the file couldn't hold and that weren't given again. Networks that it describes aren't missing. */
export function missingOptions({ header }: SystemFile, given: object): string[] {
  return header.options.custom.filter((name) => !(name in given) && !Object.hasOwn(header.networks, name));
}

/** Throws unless the covariates of the file are those of the class. */
function checkCovariates({ covariates }: SystemHeader, recipe: SystemRecipe): void {
  const names = Object.keys(covariates);
  const unknown = names.find((name) => name === 'batch' || !Object.hasOwn(recipe.covariates, name));
  if (unknown !== undefined) throw badModelFile(`${recipe.kind} takes no covariate '${unknown}'`);
  const wrong = names.find(
    (name) => (recipe.covariates[name]!.kind === 'values') !== (covariates[name]!.categories === undefined),
  );
  if (wrong !== undefined) throw badModelFile(`the covariate '${wrong}' is of another kind`);
  const needed = namesOf(recipe.covariates, ({ required = true }) => required);
  const missing = needed.find((name) => name !== 'batch' && !Object.hasOwn(covariates, name));
  if (missing !== undefined) throw badModelFile(`the covariate '${missing}' is missing`);
}

/** Makes the networks that the file describes, except for those that are given again as options. */
async function describedNetworks(
  { networks }: SystemHeader,
  given: object,
  allowance: Allowance,
): Promise<Record<string, Network>> {
  const revived: Record<string, Network> = {};
  for (const [name, config] of Object.entries(networks)) {
    if (name in given) continue;
    revived[name] = await within(allowance, () => networkFromConfig(`load: ${name}`, config));
  }
  return revived;
}

/** Four times what the file holds: Adam makes two moments per weight, even for a file of another optimizer. And a little. */
function allowanceOf({ arrays }: SystemFile): Allowance {
  const held = [...arrays.values()].reduce((sum, { data }) => sum + data.length, 0);
  return { left: 4 * held + 100_000, made: [] };
}

async function build<Parts extends Assembly>(
  recipe: SystemRecipe<Parts>,
  file: SystemFile,
  given: object,
  allowance: Allowance,
): Promise<BuiltSystem<Parts>> {
  const { cells, genes, covariates, mapped } = file.header;
  const trainable = missingOptions(file, given).length === 0 && !mapped;
  const networks = await describedNetworks(file.header, given, allowance);
  const sizes = { cells, genes, covariates, ...batchesOf(file.header) };
  return within(allowance, () => buildSystem(recipe, sizes, { networks, trainable }));
}

/** Gives a new run the weights of a file and, if it is to be trained, the state of its training. */
async function restore(built: BuiltSystem, file: SystemFile, again: object, seed: number | string) {
  const { header, arrays } = file;
  const whole = missingOptions(file, again).length === 0;
  const given = header.options.custom.length > 0 || Object.keys(again).length > 0;
  const next = given
    ? 'Load with the networks, terms and optimizer that the model was made with.'
    : 'Use another copy of the file.';
  try {
    unpackVariables(built.run, arrays, { next, whole });
    if (whole && !header.mapped) await unpackRun(built.run, header, arrays, { seed, next });
  } catch (error) {
    disposeSystem(built);
    throw error;
  }
  built.run.epoch = header.epoch;
}

/** What is remembered of the cells of fit. Throws, and disposes what was built, unless it is that of this system. */
function rememberedOf(
  built: BuiltSystem,
  arrays: SystemFile['arrays'],
  { cells, genes }: SystemHeader,
): Pick<Fitted, 'memory' | 'geneMeans'> {
  const { latent, extension } = built.assembly;
  try {
    const size = extension ? latent[biologyOf(built.assembly)]! : 0;
    const [memory, geneMeans] = [unpackMemory(arrays, { cells, size }), unpackGeneMeans(arrays, genes)];
    return { ...(memory ? { memory } : {}), ...(geneMeans ? { geneMeans } : {}) };
  } catch (error) {
    disposeSystem(built);
    throw error;
  }
}

/**
 * Builds a system and restores its weights and its run from a file. If that fails, nothing that was made is left.
 *
 * @param given - Options that the file couldn't hold. If one is missing, the model can be used, but not trained: its run isn't
 * restored.
 */
export async function unpackSystem<Parts extends Assembly>(
  recipe: SystemRecipe<Parts>,
  file: SystemFile,
  given: object,
): Promise<Fitted<Parts>> {
  const { header } = file;
  checkCovariates(header, recipe);
  const allowance = allowanceOf(file);
  try {
    const built = await build(recipe, file, given, allowance);
    await restore(built, file, given, recipe.seed);
    const { covariates, plan, history } = header;
    const remembered = rememberedOf(built, file.arrays, header);
    return { ...built, ...cellsHeader(header), covariates, plan, history, ...remembered };
  } catch (error) {
    tf.dispose([...allowance.made]);
    throw error;
  }
}
