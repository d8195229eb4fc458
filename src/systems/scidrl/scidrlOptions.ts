import { numberWithin, rejectUnknown, wholeNumber } from '../../check/checks.js';
import { badType } from '../../check/errors.js';
import type { SystemOptions } from '../../model/definition.js';

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

const defaults = {
  seed: 0,
  noise: 2,
  bio: 14,
  hidden: 256,
  discriminator: [32, 16],
  dropout: 0.5,
  classifierWeight: 1,
  learningRate: 1e-3,
};

/** The options with defaults filled in; that of λ waits for the number of batches. */
export type ResolvedScidrlOptions = Required<Omit<ScidrlOptions, 'reversal'>> &
  Pick<ScidrlOptions, 'reversal'>;

function checkDiscriminator(discriminator: unknown): void {
  if (!Array.isArray(discriminator)) {
    const expected = 'a list of sizes such as [32, 16]';
    throw badType({ argument: 'Scidrl: discriminator', expected, received: String(discriminator) });
  }
  for (const units of discriminator) wholeNumber('Scidrl: discriminator', units);
}

/** Fills the defaults in. Throws on an unknown or impossible option. */
export function resolveScidrlOptions(given: ScidrlOptions): ResolvedScidrlOptions {
  rejectUnknown('Scidrl', given, [...Object.keys(defaults), 'reversal']);
  const options = { ...defaults, ...given };
  for (const name of ['noise', 'bio', 'hidden'] as const) wholeNumber(`Scidrl: ${name}`, options[name]);
  checkDiscriminator(options.discriminator);
  numberWithin('Scidrl: dropout', options.dropout, 0, 0.99);
  for (const name of ['classifierWeight', 'learningRate', 'reversal'] as const) {
    if (options[name] !== undefined) numberWithin(`Scidrl: ${name}`, options[name], 0);
  }
  return options;
}
