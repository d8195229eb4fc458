import * as tf from '@tensorflow/tfjs';
import { allOrNothing, variable } from '../../backend/variable.js';
import { wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { fillUniformsInBulk } from '../../random/fillRandom.js';
import { checkRng, createRng, type Rng } from '../../random/rng.js';

/** Options of {@link createLabelPrior}. */
export interface LabelPriorOptions {
  /** Number of labels; each has its own prior. */
  labels: number;
  /** Number of dimensions of the latent. */
  size: number;
  /** Source of the initial values, which are uniform in [0, 1); default `createRng(0)`. */
  rng?: Rng;
}

const optionTable = {
  labels: wholeNumber,
  size: wholeNumber,
  rng: (argument, given = createRng(0)) => checkRng(argument, given),
} satisfies OptionTable<LabelPriorOptions>;

/** One Gaussian per label, learned together with the latents whose prior it is. */
export interface LabelPrior {
  /** Means and log-variances, [labels, size] each, in the order in which {@link klLabelPriorLoss} takes them. */
  readonly variables: readonly [means: tf.Variable<tf.Rank.R2>, logVariances: tf.Variable<tf.Rank.R2>];
}

/**
 * A learned prior N(m_c, exp v_c) for each label c. It is a part of a system, in addition to its networks.
 *
 * @returns Two variables; dispose them with `tf.dispose([...prior.variables])`.
 * @throws RangeError if a size is below 1 or an option is unknown.
 * @see Zhang et al., scDisInFact, Nature Communications 2024.
 * @example
 * ```ts
 * const prior = createLabelPrior({ labels: 3, size: 2, rng });
 * const kl = klLabelPriorLoss(mean, logVariance, oneHot, ...prior.variables);
 * ```
 */
export function createLabelPrior(options: LabelPriorOptions): LabelPrior {
  const { labels, size, rng } = readOptions('createLabelPrior', options, optionTable);
  const table = (): tf.Variable<tf.Rank.R2> =>
    variable([labels, size], (shape) =>
      tf.tensor2d(fillUniformsInBulk(new Float32Array(labels * size), rng), shape),
    );
  return { variables: allOrNothing(() => [table(), table()] as const) };
}
