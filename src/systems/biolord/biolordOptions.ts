import { numberWithin, oneOf, rejectUnknown, wholeNumber } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import type { SystemOptions } from '../../model/definition.js';
import { type BiolordLikelihood, likelihoods } from './likelihoods.js';

/** What an attribute of the cells is: names (a vector each), or numbers (a network makes their vectors). */
export type AttributeKind = 'categories' | 'values';

/** Attributes by name. */
export type AttributeKinds = Readonly<Record<string, AttributeKind>>;

/** Options of {@link Biolord}. All but `attributes` have the defaults of biolord 0.0.3, unless they say otherwise. */
export interface BiolordOptions<Kinds extends AttributeKinds = AttributeKinds> extends SystemOptions {
  /**
   * What is known of the cells: `{ condition: 'categories', dose: 'values' }`. `fit` takes a column for each. The batch is
   * known by itself.
   */
  attributes: Kinds;
  /** Length of the vector of what is unknown of a cell; default 32. */
  unknown?: number;
  /** Length of the vector of a category; default 4. */
  category?: number;
  /** Length of the vector of a value; default 16. */
  value?: number;
  /** Hidden layers of the networks of values; default `[256]`. */
  attributeNetwork?: readonly number[];
  /** Share of units of those networks that is dropped while training; default 0.1. */
  dropout?: number;
  /** Hidden layers of the decoder; default `[512, 512, 512, 512]`. */
  decoder?: readonly number[];
  /** Hidden layers of the encoder, which the original doesn't have; default `[256]`. */
  encoder?: readonly number[];
  /**
   * What x is, given its mean: `'normal'` (default) for log-normalised values, `'negativeBinomial'` and `'poisson'` for
   * counts.
   */
  likelihood?: BiolordLikelihood;
  /** Whether the genes' dispersions (negative binomial) are learnt; default true. The original's stay as they were drawn. */
  learnDispersion?: boolean;
  /** Standard deviation of the noise on the unknown while training; default 0.1. */
  noise?: number;
  /** Weight of the squared length of the unknown; default 10. */
  unknownPenalty?: number;
  /** Weight of the mean squared error of the mean, beside the likelihood; default 100. */
  squaredError?: number;
  /** L2 penalty on all parameters: `½ weightDecay Σ w²`; default 1e-4. */
  weightDecay?: number;
  /** Adam's step size; default 1e-3 (the original's: 1e-4, which takes ten times as many epochs). */
  learningRate?: number;
}

/** The options with defaults filled in. */
export type ResolvedBiolordOptions<Kinds extends AttributeKinds = AttributeKinds> = Required<
  BiolordOptions<Kinds>
>;

const names = [
  'seed',
  'attributes',
  'unknown',
  'category',
  'value',
  'attributeNetwork',
  'dropout',
  'decoder',
  'encoder',
  'likelihood',
  'learnDispersion',
  'noise',
  'unknownPenalty',
  'squaredError',
  'weightDecay',
  'learningRate',
];

function checkAttributes<Kinds extends AttributeKinds>(attributes: Kinds): Kinds {
  if (typeof attributes !== 'object' || attributes === null) {
    const expected = "what is known of the cells, such as { condition: 'categories' }";
    throw badType({ argument: 'Biolord: attributes', expected, received: String(attributes) });
  }
  for (const [name, kind] of Object.entries(attributes)) {
    oneOf(`Biolord: attributes.${name}`, kind, ['categories', 'values']);
    if (name !== 'unknown') continue;
    throw badValue({ argument: 'Biolord: attributes', expected: 'another name', received: `'unknown'` });
  }
  return attributes;
}

function layers(argument: string, hidden: readonly number[]): readonly number[] {
  if (!Array.isArray(hidden)) {
    throw badType({ argument, expected: 'a list of sizes such as [512, 512]', received: String(hidden) });
  }
  for (const units of hidden) wholeNumber(argument, units);
  return hidden;
}

/** Throws on an unknown or impossible option. */
export function resolveBiolordOptions<Kinds extends AttributeKinds>(
  options: BiolordOptions<Kinds>,
): ResolvedBiolordOptions<Kinds> {
  rejectUnknown('Biolord', options, names);
  const { seed = 0, unknown = 32, category = 4, value = 16, dropout = 0.1, noise = 0.1 } = options;
  const { attributeNetwork = [256], decoder = [512, 512, 512, 512], encoder = [256] } = options;
  const { likelihood = 'normal', learnDispersion = true } = options;
  const { unknownPenalty = 10, squaredError = 100, weightDecay = 1e-4, learningRate = 1e-3 } = options;
  return {
    seed,
    attributes: checkAttributes(options.attributes),
    unknown: wholeNumber('Biolord: unknown', unknown),
    category: wholeNumber('Biolord: category', category),
    value: wholeNumber('Biolord: value', value),
    attributeNetwork: layers('Biolord: attributeNetwork', attributeNetwork),
    dropout: numberWithin('Biolord: dropout', dropout, 0, 0.99),
    decoder: layers('Biolord: decoder', decoder),
    encoder: layers('Biolord: encoder', encoder),
    likelihood: oneOf('Biolord: likelihood', likelihood, Object.keys(likelihoods) as BiolordLikelihood[]),
    learnDispersion,
    noise: numberWithin('Biolord: noise', noise, 0),
    unknownPenalty: numberWithin('Biolord: unknownPenalty', unknownPenalty, 0),
    squaredError: numberWithin('Biolord: squaredError', squaredError, 0),
    weightDecay: numberWithin('Biolord: weightDecay', weightDecay, 0),
    learningRate: numberWithin('Biolord: learningRate', learningRate, 0),
  };
}
