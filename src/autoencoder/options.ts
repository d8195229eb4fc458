import type * as tf from '@tensorflow/tfjs';
import { anObject, aSeed, oneOf, optional } from '../check/checks.js';
import { badType } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { shown } from '../check/values.js';
import type { Categories } from '../matrix/categories.js';
import type { SystemFitOptions } from '../model/fitOptions.js';
import type { InputKind } from '../model/map/inputScale.js';
import type { LatentLayout } from '../nn/latentLayout.js';
import type { NetworkLike } from '../nn/networks/asNetwork.js';
import type { DecoderOptions } from '../nn/networks/createDecoder.js';
import type { HiddenOptions } from '../nn/networks/mlpOptions.js';
import { type LatentOptions, resolveLatent } from '../nn/resolveLatent.js';
import { inputNoise, type Noise } from '../noise/inputNoise.js';
import type { Scheduled } from '../schedules/schedule.js';
import type { AdamOptions } from '../train/optimizers/adam.js';
import { type Preset, type PresetName, presets } from './presets.js';
import type { LossTerm, ModelShape } from './terms/forwardPass.js';

/** Options of {@link DisentangledAE.fit}. */
export interface FitOptions extends SystemFitOptions {
  /**
   * Label of every cell, for terms that use labels. Equivalent to passing `{ batch, labels }` in place of `batch`. Labels may be
   * missing (null, undefined, NaN, '', code -1): each term leaves such cells out, or treats them as unlabelled. [cells]
   */
  labels?: Categories;
}

/** Hidden layers of an encoder; the model fills in its sizes. */
export type EncoderShapeOptions = Omit<HiddenOptions, 'rng'>;

/** Hidden layers of a decoder; the model fills in its sizes. */
export type DecoderShapeOptions = Omit<HiddenOptions, 'rng'> & Pick<DecoderOptions, 'batchInto'>;

/** Options of {@link DisentangledAE}. Each replaces one part of the preset. */
export interface DisentangledAEOptions {
  /** The recipe that provides the parts; default `'default'`. */
  preset?: PresetName;
  /** Sizes and kinds of z_bio and z_nio. */
  latent?: LatentOptions;
  /**
   * Hidden layers; or a network [cells, genes] -> [means | log-variances]; or a function that makes one from the sizes.
   * Default 128 units, batch norm, ReLU.
   */
  encoder?: EncoderShapeOptions | NetworkLike | ((shape: ModelShape) => NetworkLike);
  /**
   * Hidden layers; or a network [z_bio | z_nio | one-hot batch] -> [cells, genes]; or a function that makes one from the
   * sizes.
   */
  decoder?: DecoderShapeOptions | NetworkLike | ((shape: ModelShape) => NetworkLike);
  /** The objective; default the preset's, for `'default'` {@link defaultTerms}. */
  terms?: readonly LossTerm[];
  /** Standard deviation of Gaussian input noise (a number or a schedule), or any {@link Noise}. Training only. */
  noise?: Scheduled | Noise;
  /** Options of Adam, or a function that makes a tfjs optimizer: `() => tf.train.sgd(0.1)`. */
  optimizer?: AdamOptions | (() => tf.Optimizer);
  /** Root of all randomness; default 0. */
  seed?: number | string;
  /**
   * How the values of `x` are read. `'counts'`: the model brings them to 10,000 per cell and log1p, and returns counts.
   * `'asIs'`: they are used unchanged. Default `'auto'`: counts if they are in proportion to counts ({@link describeUnits}): whole values,
   * corrected counts, and normalised ones without the logarithm; the latter two with a warning.
   */
  input?: 'auto' | InputKind;
}

/** The options with every default filled in. */
export interface ResolvedOptions {
  layout: LatentLayout;
  encoder: NonNullable<DisentangledAEOptions['encoder']>;
  decoder: NonNullable<DisentangledAEOptions['decoder']>;
  terms: readonly LossTerm[];
  noise: Noise;
  optimizer: AdamOptions | (() => tf.Optimizer);
  seed: number | string;
  input: 'auto' | InputKind;
}

function resolveTerms(terms: unknown): readonly LossTerm[] {
  if (Array.isArray(terms) && terms.length > 0) return terms;
  const next = 'Start from defaultTerms() and append to it.';
  throw badType({
    argument: 'terms',
    expected: 'a list of at least one loss term',
    received: shown(terms),
    next,
  });
}

/** Anything but a function or an object: a size, a name. What an object holds is checked when the network is made. */
function networkOption<Given>(argument: string, given: Given): Given {
  if (typeof given !== 'function')
    anObject(argument, given, 'hidden layers, a network or a function that makes one');
  return given;
}

function noiseOf(noise: unknown): Noise {
  if (typeof noise === 'number' || typeof noise === 'function')
    return inputNoise({ gaussian: noise as Scheduled });
  const { apply, level }: Partial<Noise> = noise ?? {};
  if (typeof apply === 'function' && typeof level === 'function') return noise as Noise;
  const expected = 'a standard deviation, a schedule or a noise { apply, level }';
  throw badType({ argument: 'noise', expected, received: shown(noise) });
}

function optimizerOption<Given>(given: Given): Given {
  const expected = 'options of Adam, or a function that makes a tf.Optimizer';
  if (typeof given !== 'function') anObject('optimizer', given, expected);
  return given;
}

const table = {
  preset: (_, given = 'default') => oneOf('preset', given, Object.keys(presets) as PresetName[]),
  latent: (_, given = {}) => given,
  encoder: (_, given = {}) => networkOption('encoder', given),
  decoder: (_, given = {}) => networkOption('decoder', given),
  terms: optional((_, given) => resolveTerms(given)),
  noise: optional((_, given) => noiseOf(given)),
  optimizer: optional((_, given) => optimizerOption(given)),
  seed: (argument, given = 0) => aSeed(argument, given),
  input: (_, given = 'auto') => oneOf('input', given, ['auto', 'counts', 'asIs']),
} satisfies OptionTable<DisentangledAEOptions>;

/** Fills in the preset's part for every option that isn't given. Throws on an unknown option or preset, with the nearest name. */
export function resolveOptions(options: DisentangledAEOptions): ResolvedOptions {
  const { preset: name, latent, ...given } = readOptions('DisentangledAE', options, table);
  const preset: Preset = presets[name];
  const { noise = noiseOf(preset.noise), optimizer = preset.optimizer } = given;
  return {
    ...given,
    layout: resolveLatent('latent', latent, preset.latent),
    terms: given.terms ?? preset.terms(),
    noise,
    optimizer,
  };
}
