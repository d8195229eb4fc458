import { numberWithin, oneOf, rejectUnknown, wholeNumber } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import type { SystemOptions } from '../../model/definition.js';
import { type CountLikelihood, countLikelihoods } from './countLoss.js';

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
  /** How the counts are explained: negative binomial (default), with extra zeros, or by their squared error. */
  likelihood?: CountLikelihood;
  /** Whether the conditions' encoders get the batch too; default false. */
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

const defaultWeights: Required<ScDisInFactWeights> = {
  reconstruction: 1,
  klShared: 1e-5,
  klConditions: 1e-2,
  classification: 1,
  mmdShared: 1e-4,
  mmdConditions: 1e-4,
  groupLasso: 1,
};

const names = [
  'seed',
  'conditions',
  'latent',
  'hidden',
  'dropout',
  'likelihood',
  'batchIntoConditions',
  'learningRate',
  'weights',
];

function checkConditions(conditions: unknown): void {
  const argument = 'ScDisInFact: conditions';
  if (!Array.isArray(conditions) || conditions.some((name) => typeof name !== 'string')) {
    const expected = "a list of names such as ['treatment']";
    throw badType({ argument, expected, received: String(conditions) });
  }
  const reserved = conditions.find((name) => ['shared', 'batch', ''].includes(name));
  const unlike = new Set(conditions).size === conditions.length;
  if (conditions.length && reserved === undefined && unlike) return;
  const expected = "at least one condition type, each named once, and none 'shared' or 'batch'";
  throw badValue({ argument, expected, received: JSON.stringify(conditions) });
}

function sizes<C extends string>(conditions: readonly C[], latent: object): ResolvedScDisInFact<C>['latent'] {
  const known: [string, number][] = [
    ['shared', 8],
    ...conditions.map((name) => [name, 2] as [string, number]),
  ];
  const all = known.map(([name]) => name);
  rejectUnknown('ScDisInFact: latent', latent, all);
  const merged: Record<string, number> = { ...Object.fromEntries(known), ...latent };
  for (const name of all) wholeNumber(`ScDisInFact: latent.${name}`, merged[name]);
  return merged;
}

function weightsOf(given: ScDisInFactWeights): Required<ScDisInFactWeights> {
  rejectUnknown('ScDisInFact: weights', given, Object.keys(defaultWeights));
  const weights = { ...defaultWeights, ...given };
  for (const [name, weight] of Object.entries(weights)) {
    numberWithin(`ScDisInFact: weights.${name}`, weight, 0);
  }
  return weights;
}

/** Fills in the defaults and checks every option. */
export function resolveScDisInFact<C extends string>(options: ScDisInFactOptions<C>): ResolvedScDisInFact<C> {
  rejectUnknown('ScDisInFact', options, names);
  checkConditions(options.conditions);
  const { conditions, latent = {}, hidden = 128, dropout = 0.2, likelihood = 'nb' } = options;
  const { batchIntoConditions = false, learningRate = 5e-4, weights = {}, seed = 0 } = options;
  if (typeof batchIntoConditions !== 'boolean') {
    const received = String(batchIntoConditions);
    throw badType({ argument: 'ScDisInFact: batchIntoConditions', expected: 'true or false', received });
  }
  return {
    seed,
    // Objects list names that look like numbers first. The groups' codes depend on the order, so it must be the same everywhere.
    conditions: Object.keys(Object.fromEntries(conditions.map((name) => [name, true]))) as C[],
    latent: sizes(conditions, latent),
    hidden: wholeNumber('ScDisInFact: hidden', hidden),
    dropout: numberWithin('ScDisInFact: dropout', dropout, 0, 0.99),
    likelihood: oneOf('ScDisInFact: likelihood', likelihood, countLikelihoods),
    batchIntoConditions,
    learningRate: numberWithin('ScDisInFact: learningRate', learningRate, 0),
    weights: weightsOf(weights),
  };
}
