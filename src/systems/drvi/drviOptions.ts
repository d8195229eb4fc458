import { numberWithin, oneOf, rejectUnknown, wholeNumber } from '../../check/checks.js';
import { badType } from '../../check/errors.js';
import type { SystemOptions } from '../../model/definition.js';
import type { Pooling } from '../../nn/networks/additiveDecoder.js';
import { type DrviLikelihood, likelihoods } from './likelihoods.js';

/** Options of {@link Drvi}. The defaults are those of drvi-py 0.2.8. */
export interface DrviOptions extends SystemOptions {
  /** Latent dimensions; those that the cells have no use for vanish; default 32. */
  latent?: number;
  /** Hidden layers of the encoder; default `[128, 128]`. */
  encoder?: readonly number[];
  /** Hidden layers of the decoder, shared by all dimensions; default `[128, 128]`. */
  decoder?: readonly number[];
  /** Share of the encoder's hidden units that is dropped while training; default 0.1. */
  dropout?: number;
  /** How the dimensions' effects are pooled; default `'logSumExp'`, effects that add up as counts do. */
  pooling?: Pooling;
  /**
   * What x is, given its mean. `'negativeBinomial'` (default; the original's `pnb` and `nb` are both this) and
   * `'poisson'` take counts; `'normal'` takes any values.
   */
  likelihood?: DrviLikelihood;
  /** Weight that the KL divergence to N(0, I) reaches; default 1. */
  klWeight?: number;
  /** Share of the run over which that weight rises from 0, in [0, 1]; default 1, all of it. */
  klWarmUp?: number;
  /** Adam's step size; default 1e-3. */
  learningRate?: number;
}

/** The options with defaults filled in. */
export type ResolvedDrviOptions = Required<Omit<DrviOptions, 'seed'>>;

const names = [
  'seed',
  'latent',
  'encoder',
  'decoder',
  'dropout',
  'pooling',
  'likelihood',
  'klWeight',
  'klWarmUp',
  'learningRate',
];

function layers(argument: string, hidden: readonly number[]): readonly number[] {
  if (!Array.isArray(hidden)) {
    throw badType({ argument, expected: 'a list of sizes such as [128, 128]', received: String(hidden) });
  }
  wholeNumber(`${argument}.length`, hidden.length);
  for (const units of hidden) wholeNumber(argument, units);
  return hidden;
}

/** Throws on an unknown or impossible option. */
export function resolveDrviOptions(options: DrviOptions): ResolvedDrviOptions {
  rejectUnknown('Drvi', options, names);
  const { latent = 32, encoder = [128, 128], decoder = [128, 128], dropout = 0.1 } = options;
  const { pooling = 'logSumExp', likelihood = 'negativeBinomial' } = options;
  const { klWeight = 1, klWarmUp = 1, learningRate = 1e-3 } = options;
  return {
    latent: wholeNumber('Drvi: latent', latent),
    encoder: layers('Drvi: encoder', encoder),
    decoder: layers('Drvi: decoder', decoder),
    dropout: numberWithin('Drvi: dropout', dropout, 0, 0.99),
    pooling: oneOf('Drvi: pooling', pooling, ['logSumExp', 'mean']),
    likelihood: oneOf('Drvi: likelihood', likelihood, Object.keys(likelihoods) as DrviLikelihood[]),
    klWeight: numberWithin('Drvi: klWeight', klWeight, 0),
    klWarmUp: numberWithin('Drvi: klWarmUp', klWarmUp, 0, 1),
    learningRate: numberWithin('Drvi: learningRate', learningRate, 0),
  };
}
