import { badType, badValue } from '../check/errors.js';
import type { TrainingSet } from '../train/minibatch.js';
import type { Plan } from '../train/plan.js';
import type { Assembly, CovariateSpec, SystemDefinition, SystemOptions, SystemShape } from './assembly.js';
import { splitOptions } from './file/savedOptions.js';

/** A {@link SystemDefinition} with the options of one system put in. */
export interface SystemRecipe {
  kind: string;
  options: SystemOptions;
  seed: number | string;
  covariates: Readonly<Record<string, CovariateSpec>>;
  batchEncoded: boolean;
  counts: boolean;
  cellRows: boolean;
  plan(shape: SystemShape): Partial<Plan>;
  build(shape: SystemShape, cells?: TrainingSet): Assembly;
}

function checkPlain(kind: string, options: SystemOptions): void {
  const [name] = splitOptions(options).custom;
  if (name === undefined) return;
  const expected = 'a plain value, as JSON has them';
  throw badType({ argument: `${kind}: ${name}`, expected, received: 'a function or an object of a class' });
}

function checkCovariateNames(kind: string, names: readonly string[]): void {
  const wrong = names.find((name) => name === '' || name === 'batch');
  if (wrong === undefined) return;
  const expected = "names other than '' and 'batch'";
  throw badValue({ argument: `${kind}: covariates`, expected, received: `'${wrong}'` });
}

/** Puts the options in. Throws TypeError on options that a file can't hold, RangeError on a covariate called 'batch'. */
export function recipeOf<Options extends SystemOptions>(
  definition: SystemDefinition<Options>,
  options: Options,
): SystemRecipe {
  const { kind, batchEncoded = false, cellRows = false } = definition;
  checkPlain(kind, options);
  const covariates = definition.covariates?.(options) ?? {};
  checkCovariateNames(kind, Object.keys(covariates));
  return {
    kind,
    options,
    seed: options.seed ?? 0,
    covariates,
    batchEncoded,
    cellRows,
    counts: definition.counts?.(options) ?? false,
    plan: (shape) => definition.plan?.(shape, options) ?? {},
    build: (shape, cells) => definition.build(shape, options, cells),
  };
}
