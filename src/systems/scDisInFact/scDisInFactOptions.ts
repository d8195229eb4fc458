import { numberWithin, oneOf, rejectUnknown, trueOrFalse, wholeNumber } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../../check/options.js';
import { shown } from '../../check/values.js';
import type { LikelihoodName } from '../../distributions/likelihoods.js';
import type { SystemOptions } from '../../model/definition.js';
import { systemTable } from '../../model/systemRecipe.js';
import { hiddenTable } from '../../nn/networks/mlpOptions.js';

/** How counts are explained: by a distribution, or by the squared error of their mean. */
export type CountLikelihood =
  | Extract<LikelihoodName, 'negativeBinomial' | 'zeroInflatedNegativeBinomial'>
  | 'squaredError';

/** Weights of the objective's terms. The defaults are the publication's code's. */
export interface ScDisInFactWeights {
  /** Of the counts' loss, in both half-steps; default 1. */
  reconstruction?: number;
  /** KL divergence of the shared latent from N(0, I); default 1e-5. */
  klShared?: number;
  /** KL divergence of the conditions' latents from the learned prior of the cell's label; default 1e-2. */
  klConditions?: number;
  /** Cross-entropy of the labels; default 1. */
  classification?: number;
  /** MMD between all groups of the shared latent; default 1e-4. */
  mmdShared?: number;
  /** MMD between the groups of one label of a condition's latent; default 1e-4. */
  mmdConditions?: number;
  /** Group lasso on the genes' weights of the conditions' encoders; default 1. */
  groupLasso?: number;
}

/** Options of {@link ScDisInFact}. `Condition` are the names of the condition types. */
export interface ScDisInFactOptions<Condition extends string = string> extends SystemOptions {
  /** The condition types, under the names by which `fit` gets them: `['treatment', 'severity']`. */
  conditions: readonly Condition[];
  /** Sizes of the latents; default 8 for `shared` and 2 for each condition type, as in the publication's runs. */
  latent?: Partial<Record<Condition | 'shared', number>>;
  /** Units of every hidden layer; default 128. */
  hidden?: number;
  /** Share of hidden units dropped while training; default 0.2. */
  dropout?: number;
  /**
   * How the counts are explained: `'negativeBinomial'` (default), `'zeroInflatedNegativeBinomial'` (with extra zeros) or
   * `'squaredError'`.
   */
  likelihood?: CountLikelihood;
  /** Whether the conditions' encoders read the batch too; default false. */
  batchIntoConditions?: boolean;
  /** Adam's step size; default 5e-4. */
  learningRate?: number;
  /** Weights of the terms. */
  weights?: ScDisInFactWeights;
}

/** The options with every default filled in. */
export type ResolvedScDisInFact<Condition extends string = string> = Required<
  Omit<ScDisInFactOptions<Condition>, 'weights' | 'latent'>
> & {
  /** Of every term. */
  weights: Required<ScDisInFactWeights>;
  /** Of every latent. */
  latent: Record<Condition | 'shared', number>;
};

const weightTable = {
  reconstruction: (argument, given = 1) => numberWithin(argument, given, 0),
  klShared: (argument, given = 1e-5) => numberWithin(argument, given, 0),
  klConditions: (argument, given = 1e-2) => numberWithin(argument, given, 0),
  classification: (argument, given = 1) => numberWithin(argument, given, 0),
  mmdShared: (argument, given = 1e-4) => numberWithin(argument, given, 0),
  mmdConditions: (argument, given = 1e-4) => numberWithin(argument, given, 0),
  groupLasso: (argument, given = 1) => numberWithin(argument, given, 0),
} satisfies OptionTable<ScDisInFactWeights>;

const table = {
  ...systemTable,
  conditions: (argument, given) => checkConditions(argument, given),
  // Which sizes there are depends on the conditions.
  latent: asGiven,
  hidden: (argument, given = 128) => wholeNumber(argument, given),
  dropout: (argument, given = 0.2) => hiddenTable.dropout(argument, given),
  likelihood: (argument, given = 'negativeBinomial') =>
    oneOf(argument, given, ['negativeBinomial', 'zeroInflatedNegativeBinomial', 'squaredError']),
  batchIntoConditions: (argument, given = false) => trueOrFalse(argument, given),
  learningRate: (argument, given = 5e-4) => numberWithin(argument, given, 0),
  weights: (argument, given = {}) => readOptions(argument, given, weightTable, '.'),
} satisfies OptionTable<ScDisInFactOptions>;

function checkConditions(argument: string, conditions: readonly string[]): readonly string[] {
  if (!Array.isArray(conditions) || conditions.some((name) => typeof name !== 'string')) {
    const expected = "a list of names such as ['treatment']";
    throw badType({ argument, expected, received: shown(conditions) });
  }
  const reserved = conditions.find((name) => ['shared', 'batch', ''].includes(name));
  const distinct = new Set(conditions).size === conditions.length;
  if (conditions.length === 0 || reserved !== undefined || !distinct) {
    const expected = "at least one condition type, each named once, and none 'shared' or 'batch'";
    throw badValue({ argument, expected, received: JSON.stringify(conditions) });
  }
  // Objects list names that look like numbers first. The groups' codes depend on the order, so it must be the same everywhere.
  return Object.keys(Object.fromEntries(conditions.map((name) => [name, true])));
}

function sizesOf<C extends string>(
  conditions: readonly C[],
  given: object = {},
): ResolvedScDisInFact<C>['latent'] {
  const usual = Object.fromEntries(conditions.map((name) => [name, 2]));
  const sizes: Record<string, number> = { shared: 8, ...usual };
  rejectUnknown('ScDisInFact: latent', given, Object.keys(sizes));
  const merged: Record<string, number> = { ...sizes, ...given };
  for (const [name, size] of Object.entries(merged)) wholeNumber(`ScDisInFact: latent.${name}`, size);
  return merged;
}

/** Fills in the defaults. Throws on an unknown or impossible option. */
export function resolveScDisInFact<C extends string>(options: ScDisInFactOptions<C>): ResolvedScDisInFact<C> {
  const resolved = readOptions('ScDisInFact', options as ScDisInFactOptions, table);
  const conditions = resolved.conditions as readonly C[];
  return { ...resolved, conditions, latent: sizesOf(conditions, options.latent) };
}
