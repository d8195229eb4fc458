import * as tf from '@tensorflow/tfjs';
import { badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { checkHasRows, checkSameColumns, checkSameShape, checkTensor2d } from '../tensor/checkShapes.js';
import { logSumExpRows } from '../tensor/logSumExpRows.js';
import { pairwiseLogDensities } from './pairwiseLogDensities.js';

/** Weights of the components of a mixture. */
export interface MixtureOptions {
  /** Logits of the components' weights; equal weights by default. [1, components] */
  logits?: tf.Tensor2D | undefined;
}

/** Entries of {@link MixtureOptions}. */
export const mixtureTable: OptionTable<MixtureOptions, { logits: tf.Tensor2D | undefined }> = {
  logits: (_, given) => given,
};

function checkOnePerComponent(
  argument: string,
  logits: tf.Tensor2D,
  { shape: [components] }: tf.Tensor2D,
): void {
  checkTensor2d(argument, logits);
  const [rows, columns] = logits.shape;
  if (rows === 1 && columns === components) return;
  throw badValue({ argument, expected: `shape [1, ${components}]`, received: `[${rows}, ${columns}]` });
}

function logWeights(components: number, logits: tf.Tensor2D | undefined): tf.Tensor {
  if (!logits) return tf.scalar(-Math.log(components));
  return logits.sub(logSumExpRows(logits));
}

/**
 * Log-density under a mixture of diagonal Gaussians: `log Σ_k w_k Π_d N(z_d; m_kd, exp lv_kd)`. If the
 * components are the posteriors of pseudo-inputs, this is the VampPrior.
 *
 * @param z - [cells, dims]
 * @param means - m. [components, dims]
 * @param logVariances - lv. [components, dims]
 * @param options - `logits` of the components' weights.
 * @returns [cells], in nats; the caller disposes it. The computation needs memory for cells · dims · components
 * numbers.
 * @throws RangeError if the shapes differ, there are no components, or an option is unknown.
 * @see Tomczak and Welling, VAE with a VampPrior, AISTATS 2018.
 * @example
 * ```ts
 * const logPrior = gaussianMixtureLogDensity(z, pseudoMeans, pseudoLogVariances);
 * ```
 */
export function gaussianMixtureLogDensity(
  z: tf.Tensor2D,
  means: tf.Tensor2D,
  logVariances: tf.Tensor2D,
  options: MixtureOptions = {},
): tf.Tensor1D {
  const { logits } = readOptions('gaussianMixtureLogDensity', options, mixtureTable);
  checkTensor2d('gaussianMixtureLogDensity: z', z);
  checkHasRows('gaussianMixtureLogDensity: means', means);
  checkSameColumns('gaussianMixtureLogDensity: means', means, z);
  checkSameShape('gaussianMixtureLogDensity: logVariances', logVariances, means);
  if (logits) checkOnePerComponent('gaussianMixtureLogDensity: logits', logits, means);
  return tf.tidy(() => {
    const each = pairwiseLogDensities(z, means, logVariances).sum(1);
    const weighted = each.add(logWeights(means.shape[0], logits)) as tf.Tensor2D;
    return logSumExpRows(weighted).reshape([z.shape[0]]);
  });
}
