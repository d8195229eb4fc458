import { numberWithin, oneOf, rejectUnknown, wholeNumber } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import type { SystemOptions } from '../../model/definition.js';
import { type MichiGanLayers, type MichiGanPart, resolveLayers } from './michiGanLayers.js';

/** Adam's step sizes. */
export interface MichiGanRates {
  /** Of stage A. */
  encoder: number;
  /** Of generator and critic. */
  gan: number;
}

/** Options of {@link MichiGan}. */
export interface MichiGanOptions extends SystemOptions {
  /**
   * Where the codes come from: `'own'` (default), a beta-TCVAE that is trained first; `'given'`, the latents of any other
   * model, given to `fit` as `codes`.
   */
  codes?: 'own' | 'given';
  /** Dimensions of the codes, if they are its own; default 10. */
  latent?: number;
  /** Weight of the autoencoder's KL divergence; default 1. */
  alpha?: number;
  /** Weight of its total correlation; default 100, 0 makes it a plain VAE. */
  beta?: number;
  /** Epochs for the autoencoder, after which it stands still; below 1 a share of the run; default 0.5. */
  encoderEpochs?: number;
  /** What the generator learns from: the codes' means (default) or, at each step anew, samples of them. */
  condition?: 'mean' | 'sample';
  /** Dimensions of the generator's noise; default 118. */
  noise?: number;
  /** Whether the critic takes the code by its inner product with features (default), or beside the cell's genes. */
  projection?: boolean;
  /** Weight of the gradient penalty; default 10. */
  penalty?: number;
  /** Steps of the critic for one of the generator; default 5. */
  criticSteps?: number;
  /** Adam's step size in stage A and B; default `{ encoder: 1e-3, gan: 1e-4 }`. */
  learningRate?: Partial<MichiGanRates>;
  /**
   * Hidden layers. Defaults: leaky ReLU everywhere; encoder `[512, 256]` and decoder `[256, 512]` with batch norm and
   * dropout 0.2; generator `[256, 512, 1024]` and critic `[1024, 512]` with a learned scale and shift alone. The critic's activations must be relu,
   * leakyRelu, softplus or linear.
   */
  layers?: Partial<Record<MichiGanPart, MichiGanLayers>>;
}

/** The options with defaults filled in. */
export type ResolvedMichiGanOptions = Required<Omit<MichiGanOptions, 'learningRate' | 'layers'>> & {
  /** Of both stages. */
  learningRate: MichiGanRates;
  /** Of every part. */
  layers: Record<MichiGanPart, MichiGanLayers>;
};

const names = [
  'seed',
  'codes',
  'latent',
  'alpha',
  'beta',
  'encoderEpochs',
  'condition',
  'noise',
  'projection',
  'penalty',
  'criticSteps',
  'learningRate',
  'layers',
];

function resolveRates({ encoder = 1e-3, gan = 1e-4, ...unknown }: Partial<MichiGanRates>): MichiGanRates {
  rejectUnknown('MichiGan: learningRate', unknown, ['encoder', 'gan']);
  return {
    encoder: numberWithin('MichiGan: learningRate.encoder', encoder, 0),
    gan: numberWithin('MichiGan: learningRate.gan', gan, 0),
  };
}

function checkCondition({ codes, condition }: Pick<ResolvedMichiGanOptions, 'codes' | 'condition'>): void {
  if (codes === 'own' || condition === 'mean') return;
  const next = "Leave condition out, or take codes: 'own'.";
  const expected = "'mean' with codes: 'given', which have no distribution to sample from";
  throw badValue({ argument: 'MichiGan: condition', expected, received: `'${condition}'`, next });
}

function yesOrNo(argument: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw badType({ argument, expected: 'true or false', received: String(value) });
}

/** Throws on an unknown or impossible option. */
export function resolveMichiGanOptions(options: MichiGanOptions): ResolvedMichiGanOptions {
  rejectUnknown('MichiGan', options, names);
  const { codes = 'own', condition = 'mean', latent = 10, noise = 118, alpha = 1, beta = 100 } = options;
  const { encoderEpochs = 0.5, projection = true, penalty = 10, criticSteps = 5 } = options;
  const { learningRate = {}, layers = {}, seed = 0 } = options;
  const resolved: ResolvedMichiGanOptions = {
    seed,
    codes: oneOf('MichiGan: codes', codes, ['own', 'given']),
    condition: oneOf('MichiGan: condition', condition, ['mean', 'sample']),
    latent: wholeNumber('MichiGan: latent', latent),
    noise: wholeNumber('MichiGan: noise', noise),
    alpha: numberWithin('MichiGan: alpha', alpha, 0),
    beta: numberWithin('MichiGan: beta', beta, 0),
    encoderEpochs: numberWithin('MichiGan: encoderEpochs', encoderEpochs, 0),
    projection: yesOrNo('MichiGan: projection', projection),
    penalty: numberWithin('MichiGan: penalty', penalty, 0),
    criticSteps: wholeNumber('MichiGan: criticSteps', criticSteps),
    learningRate: resolveRates(learningRate),
    layers: resolveLayers(layers),
  };
  checkCondition(resolved);
  return resolved;
}
