import type * as tf from '@tensorflow/tfjs';
import { oneOf, trueOrFalse } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { hsic } from '../../losses/hsic.js';
import { crossGradientPenalty } from './crossGradientPenalty.js';
import { disentangleMmd } from './disentangleMmd.js';
import type { LossTerm } from './forwardPass.js';
import { type MutualInformationEstimator, mutualInformation } from './mutualInformation.js';
import { type TermOptions, termTable } from './termOptions.js';

/** A measure of the dependence of the two latents, to be minimised. [cells, dims], [cells, dims] -> scalar */
export type LatentMeasure = (zBio: tf.Tensor2D, zNio: tf.Tensor2D) => tf.Scalar;

/** Names of the built-in measures. */
export type DisentangleMeasure = 'mmd' | 'hsic' | 'mutualInformation' | 'gradientPenalty';

/** Options of {@link disentangle}. */
export interface DisentangleOptions extends TermOptions {
  /** The dependence that is minimised, by name or as a function of (z_bio, z_nio); default `'mmd'`. */
  measure?: DisentangleMeasure | LatentMeasure;
  /** For `'mmd'`: whether rows are scaled to unit length first; default true. */
  normalize?: boolean;
  /** For `'mutualInformation'`: `'club'` (default), an upper bound, or `'infoNce'`, a lower bound with a critic. */
  estimator?: MutualInformationEstimator;
}

const table = {
  ...termTable,
  measure: (argument, given = 'mmd') =>
    typeof given === 'function' ? given : oneOf(argument, given, Object.keys(makers) as DisentangleMeasure[]),
  normalize: (argument, given = true) => trueOrFalse(argument, given),
  estimator: (argument, given = 'club') => oneOf(argument, given, ['club', 'infoNce']),
} satisfies OptionTable<DisentangleOptions>;

type Settings = Required<Pick<DisentangleOptions, 'normalize' | 'estimator'>>;

const makers = {
  mmd: ({ normalize }: Settings): LossTerm => disentangleMmd(normalize),
  hsic: (): LossTerm => ({ name: 'disentangleHsic', loss: ({ latent: { bio, nio } }) => hsic(bio, nio) }),
  mutualInformation: ({ estimator }: Settings): LossTerm => mutualInformation(estimator),
  gradientPenalty: (): LossTerm => crossGradientPenalty(),
} as const;

const measuredBy = (measure: LatentMeasure): LossTerm => ({
  name: 'disentangle',
  loss: ({ latent }) => measure(latent.bio, latent.nio),
});

/**
 * Keeps z_bio and z_nio apart.
 *
 * - `'mmd'`: minus the multi-bandwidth RBF MMD of the two, so that the MMD is maximised. It moves the two marginal
 *   distributions apart; it doesn't make them independent. Blocks of different size are compared on the first
 *   min(bio, nio) dimensions.
 * - `'hsic'`: normalised HSIC of the two; 0 means independent.
 * - `'mutualInformation'`: an estimate by networks of the term's own: an upper bound (CLUB) or a lower bound (InfoNCE). Only a
 *   low upper bound proves that the mutual information is low.
 * - `'gradientPenalty'`: a decoded and re-encoded z_bio must not depend on z_nio, nor z_nio on z_bio. For networks whose
 *   activations have correct second derivatives in tfjs (relu, leakyRelu, softplus); others throw.
 * - a function of (z_bio, z_nio): its result is minimised.
 *
 * @throws RangeError on an unknown measure or option.
 * @example
 * ```ts
 * disentangle({ measure: 'hsic', weight: 5 });
 * disentangle({ measure: (zBio, zNio) => hsic(zBio, zNio, { kernel: 'linear' }), name: 'cka' });
 * ```
 */
export function disentangle(options: DisentangleOptions = {}): LossTerm {
  const { name, weight, measure, ...settings } = readOptions('disentangle', options, table);
  const term = typeof measure === 'function' ? measuredBy(measure) : makers[measure](settings);
  return { ...term, name: name ?? term.name, weight };
}
