import * as tf from '@tensorflow/tfjs';
import { gaussianLogLikelihood } from '../../distributions/gaussianLogLikelihood.js';
import { type TotalCorrelation, totalCorrelation } from '../../losses/totalCorrelation.js';
import { type AssemblyPhase, assemblyPhase } from '../../model/assemblyPhase.js';
import type { Mode, Network } from '../../nn/network.js';
import { sampleGaussian } from '../../nn/sampleGaussian.js';
import type { AdamOptions } from '../../train/optimizers/adam.js';
import type { Stages } from './stages.js';

/** A Gaussian a cell. [cells, codes] each */
export interface Posterior {
  mean: tf.Tensor2D;
  logVariance: tf.Tensor2D;
}

// Softplus of a very negative number is 0 in float32.
const SMALLEST_DEVIATION = 1e-8;

/** What the encoder says of cells: `q(z | x) = N(mean, softplus(raw)²)` from its columns [mean | raw]. */
export function posterior(encoder: Network, x: tf.Tensor2D, mode: Mode): Posterior {
  const [mean, raw] = tf.split(encoder.apply(x, mode), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  return { mean, logVariance: raw.softplus().add(SMALLEST_DEVIATION).log().mul(2) };
}

/** What the terms of stage A read. */
export interface StageAPass extends TotalCorrelation {
  x: tf.Tensor2D;
  output: tf.Tensor2D;
}

const unitGaussianLoss = ({ x, output }: StageAPass): tf.Scalar =>
  gaussianLogLikelihood(x, output, tf.zerosLike(output)).sum(1).mean().neg().asScalar();

/** KL divergence from N(0, I), estimated by the one draw of each cell: its three parts make it whole. */
const klDivergence = ({ mutualInformation, totalCorrelation, dimensionWiseKl }: StageAPass): tf.Scalar =>
  mutualInformation.add(totalCorrelation).add(dimensionWiseKl).asScalar();

/** How strongly stage A is drawn where. */
export interface StageAOptions {
  alpha: number;
  beta: number;
  /** Cells of the training set. */
  cells: number;
  optimizer: AdamOptions;
}

/** Stage A, a beta-TCVAE: `L = -log N(x; decoder(z), I) + alpha·KL(q(z | x) ‖ N(0, I)) + beta·TC(q(z))`. */
export function stageA(
  { encoder, decoder }: Record<'encoder' | 'decoder', Network>,
  { first }: Pick<Stages, 'first'>,
  { alpha, beta, cells, optimizer }: StageAOptions,
): AssemblyPhase {
  return assemblyPhase<StageAPass>({
    name: 'autoencoder',
    forward: ({ x }, { mode }) => {
      const q = posterior(encoder, x, mode);
      const z = sampleGaussian(q.mean, q.logVariance, mode);
      const parts = totalCorrelation(z, q.mean, q.logVariance, { cells });
      return { x, output: decoder.apply(z, mode), ...parts };
    },
    terms: [
      { name: 'reconstruction', weight: first(1), loss: unitGaussianLoss },
      { name: 'kl', weight: first(alpha), loss: klDivergence },
      { name: 'totalCorrelation', weight: first(beta), loss: (pass) => pass.totalCorrelation },
    ],
    moves: ['encoder', 'decoder'],
    optimizer,
  });
}
