import { numberWithin, wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { SystemOptions } from '../../model/definition.js';
import { systemTable } from '../../model/systemRecipe.js';
import { hiddenTable } from '../../nn/networks/mlpOptions.js';

/** Options of {@link Scidrl}. The defaults are the publication's. */
export interface ScidrlOptions extends SystemOptions {
  /** Dimensions of z_noise, which must tell the batch; default 2. */
  noise?: number;
  /** Dimensions of z_bio, which must not; default 14. */
  bio?: number;
  /** Units of the hidden layer of encoder and decoder; default 256. */
  hidden?: number;
  /** Units of the discriminator's hidden layers; default `[32, 16]`. */
  discriminator?: readonly number[];
  /** Share of the encoder's input that is dropped while training; default 0.5. */
  dropout?: number;
  /** λ, the factor of the reversed gradient; default 1 for two batches, the number of batches for more. */
  reversal?: number;
  /** γ, the weight of the classifier on z_noise; default 1. */
  classifierWeight?: number;
  /** Adam's step size; default 1e-3. */
  learningRate?: number;
}

/** The options with defaults filled in; that of λ waits for the number of batches. */
export type ResolvedScidrlOptions = Required<Omit<ScidrlOptions, 'reversal'>> &
  Pick<ScidrlOptions, 'reversal'>;

const table = {
  ...systemTable,
  noise: (argument, given = 2) => wholeNumber(argument, given),
  bio: (argument, given = 14) => wholeNumber(argument, given),
  hidden: (argument, given = 256) => wholeNumber(argument, given),
  discriminator: (argument, given = [32, 16]) => hiddenTable.hidden(argument, given),
  dropout: (argument, given = 0.5) => hiddenTable.dropout(argument, given),
  reversal: (argument, given) => (given === undefined ? given : numberWithin(argument, given, 0)),
  classifierWeight: (argument, given = 1) => numberWithin(argument, given, 0),
  learningRate: (argument, given = 1e-3) => numberWithin(argument, given, 0),
} satisfies OptionTable<ScidrlOptions>;

/** Fills in the defaults. Throws on an unknown or impossible option. */
export function resolveScidrlOptions(options: ScidrlOptions): ResolvedScidrlOptions {
  const { reversal, ...resolved } = readOptions('Scidrl', options, table);
  return reversal === undefined ? resolved : { ...resolved, reversal };
}
