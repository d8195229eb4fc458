import { aSeed, numberWithin, trueOrFalse, wholeNumber } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';

/** Options of `simulateCells`. */
export interface SimulateCellsOptions {
  /** Number of cells. Default 1,000. */
  cells?: number;
  /** Number of genes. Default 500. */
  genes?: number;
  /** Number of batches. Default 3. */
  batches?: number;
  /** Number of cell types. Default 5. */
  types?: number;
  /** Number of conditions, crossed with batches; the first is the control. Default 1. */
  conditions?: number;
  /** Equal seeds give equal cells. Default 0. */
  seed?: number | string;
  /** Standard deviation over genes of a batch's effect on the log mean. Default 0.3. */
  batchEffect?: number;
  /** Standard deviation of a condition's effect on the log mean of the genes that respond, a fifth of all. Default 0.5. */
  conditionEffect?: number;
  /** Standard deviation of a type's effect on the log mean of its marker genes, a fifth of all. Default 1. */
  typeEffect?: number;
  /** Whether batches have unequal sizes and different mixtures of types. Default false. */
  unbalanced?: boolean;
  /** Number of types that are missing from one batch each. Default 0. */
  missingTypes?: number;
  /**
   * Median library size (expected counts per cell). Library sizes are log-normal, with standard deviation 0.3 of the
   * logarithm. Default 2,000.
   */
  librarySize?: number;
  /** Overdispersion: variance = mean + dispersion · mean². 0: Poisson. Default 0.1. */
  dispersion?: number;
  /**
   * Whether types are stations on one continuous path instead of separate groups; `obs.pseudotime` holds the position.
   * Default false.
   */
  trajectory?: boolean;
  /** Whether to keep `layers.truth`, ln of expected counts without batch effect (4 bytes x cells x genes). Default false. */
  truth?: boolean;
}

const table = {
  cells: (argument, given = 1000) => wholeNumber(argument, given),
  genes: (argument, given = 500) => wholeNumber(argument, given),
  batches: (argument, given = 3) => wholeNumber(argument, given),
  types: (argument, given = 5) => wholeNumber(argument, given),
  conditions: (argument, given = 1) => wholeNumber(argument, given),
  seed: (argument, given = 0) => aSeed(argument, given),
  batchEffect: (argument, given = 0.3) => numberWithin(argument, given, 0),
  conditionEffect: (argument, given = 0.5) => numberWithin(argument, given, 0),
  typeEffect: (argument, given = 1) => numberWithin(argument, given, 0),
  unbalanced: (argument, given = false) => trueOrFalse(argument, given),
  missingTypes: (argument, given = 0) => wholeNumber(argument, given, 0),
  librarySize: (argument, given = 2000) => numberWithin(argument, given, Number.MIN_VALUE),
  dispersion: (argument, given = 0.1) => numberWithin(argument, given, 0),
  trajectory: (argument, given = false) => trueOrFalse(argument, given),
  truth: (argument, given = false) => trueOrFalse(argument, given),
} satisfies OptionTable<SimulateCellsOptions>;

/** The options with every default filled in. */
export type ResolvedSimulation = Required<SimulateCellsOptions>;

/** Fills in the defaults and checks every option. */
export function resolveSimulation(given: SimulateCellsOptions): ResolvedSimulation {
  const options = readOptions('simulateCells', given, table);
  checkTypes(options);
  return options;
}

function checkTypes({ batches, types, missingTypes, trajectory }: ResolvedSimulation): void {
  if (missingTypes > 0 && (batches < 2 || missingTypes >= types)) {
    throw badValue({
      argument: 'simulateCells: missingTypes',
      expected: `at least 2 batches and fewer than the ${types} types`,
      received: `${missingTypes} with ${batches} batches`,
    });
  }
  if (!trajectory || types > 1) return;
  const expected = 'at least 2 types for a trajectory';
  throw badValue({ argument: 'simulateCells: types', expected, received: `${types}` });
}
