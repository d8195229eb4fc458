import { numberWithin, rejectUnknown, wholeNumber } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';

/** Options of `simulateCells`. */
export interface SimulateCellsOptions {
  /** Default 1,000. */
  cells?: number;
  /** Default 500. */
  genes?: number;
  /** Default 3. */
  batches?: number;
  /** Default 5. */
  types?: number;
  /** Conditions, crossed with batches; the first is the control. Default 1. */
  conditions?: number;
  /** Equal seeds give equal cells. Default 0. */
  seed?: number | string;
  /** Standard deviation, over genes, of a batch's effect on the log mean. Default 0.3. */
  batchEffect?: number;
  /** Standard deviation of a condition's effect on the log mean of the fifth of the genes that answer. Default 0.5. */
  conditionEffect?: number;
  /** Standard deviation of a type's effect on the log mean of its markers, a fifth of the genes. Default 1. */
  typeEffect?: number;
  /** Batches of unequal size, each with its own mixture of types. Default false: all equal. */
  unbalanced?: boolean;
  /** So many types are absent from one batch each. Default 0. */
  missingTypes?: number;
  /** Median of the expected counts of a cell; log-normal over cells, standard deviation 0.3 of the logarithm. Default 2,000. */
  librarySize?: number;
  /** Overdispersion: variance = mean + dispersion · mean². 0: Poisson. Default 0.1. */
  dispersion?: number;
  /** Types are stations of one continuous path instead of islands; its time is in obs. Default false. */
  trajectory?: boolean;
  /** Whether to keep `layers.truth`, the log mean of every count without the batch: dense, so 4 bytes x cells x genes. Default false. */
  truth?: boolean;
}

/** The options with every default filled in. */
export type ResolvedSimulation = Required<SimulateCellsOptions>;

const defaults: ResolvedSimulation = {
  cells: 1000,
  genes: 500,
  batches: 3,
  types: 5,
  conditions: 1,
  seed: 0,
  batchEffect: 0.3,
  conditionEffect: 0.5,
  typeEffect: 1,
  unbalanced: false,
  missingTypes: 0,
  librarySize: 2000,
  dispersion: 0.1,
  trajectory: false,
  truth: false,
};

/** Fills in the defaults and checks every option. */
export function resolveSimulation(given: SimulateCellsOptions): ResolvedSimulation {
  rejectUnknown('simulateCells', given, Object.keys(defaults));
  const options = { ...defaults, ...given };
  for (const name of ['cells', 'genes', 'batches', 'types', 'conditions'] as const) {
    wholeNumber(`simulateCells: ${name}`, options[name]);
  }
  for (const name of ['batchEffect', 'conditionEffect', 'typeEffect', 'dispersion'] as const) {
    numberWithin(`simulateCells: ${name}`, options[name], 0);
  }
  for (const name of ['unbalanced', 'trajectory', 'truth'] as const) {
    if (typeof options[name] === 'boolean') continue;
    const received = String(options[name]);
    throw badType({ argument: `simulateCells: ${name}`, expected: 'true or false', received });
  }
  numberWithin('simulateCells: librarySize', options.librarySize, Number.MIN_VALUE);
  checkTypes(options);
  return options;
}

function checkTypes({ batches, types, missingTypes, trajectory }: ResolvedSimulation): void {
  wholeNumber('simulateCells: missingTypes', missingTypes, 0);
  if (missingTypes > 0 && (batches < 2 || missingTypes >= types)) {
    throw badValue({
      argument: 'simulateCells: missingTypes',
      expected: `at least 2 batches and fewer than the ${types} types`,
      received: `${missingTypes} with ${batches} batches`,
    });
  }
  if (!trajectory || types > 1) return;
  const expected = 'at least 2 types, the ends of the trajectory';
  throw badValue({ argument: 'simulateCells: types', expected, received: `${types}` });
}
