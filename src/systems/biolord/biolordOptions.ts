import { numberWithin, oneOf, trueOrFalse, wholeNumber } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { shown } from '../../check/values.js';
import type { LikelihoodName } from '../../distributions/likelihoods.js';
import type { SystemOptions } from '../../model/definition.js';
import { systemTable } from '../../model/systemRecipe.js';
import { hiddenTable } from '../../nn/networks/mlpOptions.js';

/** How {@link Biolord} takes x to be distributed. */
export type BiolordLikelihood = Exclude<LikelihoodName, 'zeroInflatedNegativeBinomial'>;

/** What an attribute of the cells is: names (one vector each), or numbers (a network makes their vectors). */
export type AttributeKind = 'categories' | 'values';

/** Attributes by name. */
export type AttributeKinds = Readonly<Record<string, AttributeKind>>;

/** Options of {@link Biolord}. All but `attributes` have the defaults of biolord 0.0.3, unless they say otherwise. */
export interface BiolordOptions<Kinds extends AttributeKinds = AttributeKinds> extends SystemOptions {
  /**
   * What is known of the cells: `{ condition: 'categories', dose: 'values' }`. `fit` takes one column for each. The
   * batch is known by itself.
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
  /** σ, the standard deviation of the noise on the unknown while training; default 0.1. */
  noise?: number;
  /** b, the weight of the squared length of the unknown; default 10. */
  unknownPenalty?: number;
  /** a, the weight of the mean squared error of the mean, beside the likelihood; default 100. */
  squaredError?: number;
  /** c, the weight of the L2 penalty `½ Σ w²` on all parameters; default 1e-4. */
  weightDecay?: number;
  /** Adam's step size; default 1e-3 (the original's: 1e-4, which takes ten times as many epochs). */
  learningRate?: number;
}

/** The options with defaults filled in. */
export type ResolvedBiolordOptions<Kinds extends AttributeKinds = AttributeKinds> = Required<
  BiolordOptions<Kinds>
>;

function checkAttributes(argument: string, attributes: unknown): AttributeKinds {
  if (typeof attributes !== 'object' || attributes === null) {
    const expected = "what is known of the cells, such as { condition: 'categories' }";
    throw badType({ argument, expected, received: shown(attributes) });
  }
  for (const [name, kind] of Object.entries(attributes)) {
    oneOf(`${argument}.${name}`, kind, ['categories', 'values']);
    if (name !== 'unknown') continue;
    throw badValue({ argument, expected: 'another name', received: `'unknown'` });
  }
  return attributes as AttributeKinds;
}

const table = {
  ...systemTable,
  attributes: (argument, given) => checkAttributes(argument, given),
  unknown: (argument, given = 32) => wholeNumber(argument, given),
  category: (argument, given = 4) => wholeNumber(argument, given),
  value: (argument, given = 16) => wholeNumber(argument, given),
  attributeNetwork: (argument, given = [256]) => hiddenTable.hidden(argument, given),
  dropout: (argument, given = 0.1) => hiddenTable.dropout(argument, given),
  decoder: (argument, given = [512, 512, 512, 512]) => hiddenTable.hidden(argument, given),
  encoder: (argument, given = [256]) => hiddenTable.hidden(argument, given),
  likelihood: (argument, given = 'normal') =>
    oneOf(argument, given, ['normal', 'negativeBinomial', 'poisson']),
  learnDispersion: (argument, given = true) => trueOrFalse(argument, given),
  noise: (argument, given = 0.1) => numberWithin(argument, given, 0),
  unknownPenalty: (argument, given = 10) => numberWithin(argument, given, 0),
  squaredError: (argument, given = 100) => numberWithin(argument, given, 0),
  weightDecay: (argument, given = 1e-4) => numberWithin(argument, given, 0),
  learningRate: (argument, given = 1e-3) => numberWithin(argument, given, 0),
} satisfies OptionTable<BiolordOptions>;

/** Fills in the defaults. Throws on an unknown or impossible option. */
export function resolveBiolordOptions<Kinds extends AttributeKinds>(
  options: BiolordOptions<Kinds>,
): ResolvedBiolordOptions<Kinds> {
  const resolved = readOptions('Biolord', options as BiolordOptions, table);
  return { ...resolved, attributes: options.attributes };
}
