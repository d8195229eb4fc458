import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import { wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { fillUniformsInBulk } from '../../random/fillRandom.js';
import { createRng, type Rng } from '../../random/rng.js';

/** Options of {@link createLabelPrior}. */
export interface LabelPriorOptions {
  /** Labels, a prior each. */
  labels: number;
  /** Dimensions of the latent. */
  size: number;
  /** Where initial values are drawn from, uniform in [0, 1); default `createRng(0)`. */
  rng?: Rng;
}

const optionTable = {
  labels: wholeNumber,
  size: wholeNumber,
  rng: (_, given = createRng(0)) => given,
} satisfies OptionTable<LabelPriorOptions>;

/** A Gaussian a label that is learned with the latents whose prior it is. */
export interface LabelPrior {
  /** Means and log-variances, [labels, size] each: what {@link klLabelPriorLoss} takes. */
  readonly variables: readonly [means: tf.Variable<tf.Rank.R2>, logVariances: tf.Variable<tf.Rank.R2>];
}

/**
 * A learned prior N(m_c, exp v_c) for each label c: a part of a system, beside its networks.
 *
 * @returns Two variables; dispose them with `tf.dispose([...prior.variables])`.
 * @throws RangeError on sizes below 1 or an unknown option.
 * @see Zhang et al., scDisInFact, Nature Communications 2024.
 * @example
 * ```ts
 * const prior = createLabelPrior({ labels: 3, size: 2, rng });
 * const kl = klLabelPriorLoss(mean, logVariance, oneHot, ...prior.variables);
 * ```
 */
export function createLabelPrior(options: LabelPriorOptions): LabelPrior {
  const { labels, size, rng } = readOptions('createLabelPrior', options, optionTable);
  const table = (): tf.Variable<tf.Rank.R2> => {
    const values = fillUniformsInBulk(new Float32Array(labels * size), rng);
    return variable(() => tf.tensor2d(values, [labels, size]));
  };
  return { variables: [table(), table()] };
}
