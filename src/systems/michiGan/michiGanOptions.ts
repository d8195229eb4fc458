import { numberWithin, oneOf, trueOrFalse, wholeNumber } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { SystemOptions } from '../../model/definition.js';
import { systemTable } from '../../model/systemRecipe.js';
import { type MichiGanLayers, type MichiGanPart, resolveLayers } from './michiGanLayers.js';

/** Adam's step sizes. */
export interface MichiGanRates {
  /** In stage A. */
  encoder: number;
  /** Of generator and critic, in stage B. */
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
  /** Epochs of the autoencoder, after which it stands still; below 1 a share of the run; default 0.5. */
  encoderEpochs?: number;
  /** What the generator learns from: the codes' means (default) or, at each step anew, samples of them. */
  condition?: 'mean' | 'sample';
  /** Dimensions of the generator's noise; default 118. */
  noise?: number;
  /** Whether the critic takes the code by its inner product with features (default), or beside the cell's genes. */
  projection?: boolean;
  /** Weight of the gradient penalty; default 10. */
  penalty?: number;
  /** The critic's steps for each of the generator's; default 5. */
  criticSteps?: number;
  /** Adam's step size in stage A and B; default `{ encoder: 1e-3, gan: 1e-4 }`. */
  learningRate?: Partial<MichiGanRates>;
  /**
   * Hidden layers. Defaults: leaky ReLU everywhere; encoder `[512, 256]` and decoder `[256, 512]` with batch norm and
   * dropout 0.2; generator `[256, 512, 1024]` and critic `[1024, 512]` with only a learned scale and shift. The critic's
   * activations must be relu, leakyRelu, softplus or linear.
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

const rateTable = {
  encoder: (argument, given = 1e-3) => numberWithin(argument, given, 0),
  gan: (argument, given = 1e-4) => numberWithin(argument, given, 0),
} satisfies OptionTable<Partial<MichiGanRates>>;

const table = {
  ...systemTable,
  codes: (argument, given = 'own') => oneOf(argument, given, ['own', 'given']),
  latent: (argument, given = 10) => wholeNumber(argument, given),
  alpha: (argument, given = 1) => numberWithin(argument, given, 0),
  beta: (argument, given = 100) => numberWithin(argument, given, 0),
  encoderEpochs: (argument, given = 0.5) => numberWithin(argument, given, 0),
  condition: (argument, given = 'mean') => oneOf(argument, given, ['mean', 'sample']),
  noise: (argument, given = 118) => wholeNumber(argument, given),
  projection: (argument, given = true) => trueOrFalse(argument, given),
  penalty: (argument, given = 10) => numberWithin(argument, given, 0),
  criticSteps: (argument, given = 5) => wholeNumber(argument, given),
  learningRate: (argument, given = {}) => readOptions(argument, given, rateTable, '.'),
  layers: (argument, given = {}) => resolveLayers(argument, given),
} satisfies OptionTable<MichiGanOptions>;

function checkCondition({ codes, condition }: Pick<ResolvedMichiGanOptions, 'codes' | 'condition'>): void {
  if (codes === 'own' || condition === 'mean') return;
  const next = "Leave condition out, or take codes: 'own'.";
  const expected = "'mean' with codes: 'given', which have no distribution to sample from";
  throw badValue({ argument: 'MichiGan: condition', expected, received: `'${condition}'`, next });
}

/** Fills in the defaults. Throws on an unknown or impossible option. */
export function resolveMichiGanOptions(options: MichiGanOptions): ResolvedMichiGanOptions {
  const resolved = readOptions('MichiGan', options, table);
  checkCondition(resolved);
  return resolved;
}
