import * as tf from '@tensorflow/tfjs';
import { gaussianLogLikelihood } from '../../distributions/gaussianLogLikelihood.js';
import { type TotalCorrelation, totalCorrelation } from '../../losses/totalCorrelation.js';
import { type AssemblyPhase, assemblyPhase } from '../../model/assemblyPhase.js';
import { sampleGaussian } from '../../nn/sampleGaussian.js';
import type { AdamOptions } from '../../train/optimizers/adam.js';
import { type Autoencoder, posterior } from './michiGanNetworks.js';
import type { Stages } from './stages.js';

/** What the terms of stage A read. */
export interface StageAPass extends TotalCorrelation {
  /** [cells, genes] */
  x: tf.Tensor2D;
  /** decoder(z). [cells, genes] */
  output: tf.Tensor2D;
}

/** -log N(x; decoder(z), I), mean over cells. */
const unitGaussianLoss = ({ x, output }: StageAPass): tf.Scalar =>
  gaussianLogLikelihood(x, output, tf.zerosLike(output)).sum(1).mean().neg().asScalar();

/** KL(q(z | x) ‖ N(0, I)), estimated by the one draw of each cell: the sum of its three parts. */
const klDivergence = ({ mutualInformation, totalCorrelation, dimensionWiseKl }: StageAPass): tf.Scalar =>
  mutualInformation.add(totalCorrelation).add(dimensionWiseKl).asScalar();

/** How stage A is trained. */
export interface StageAOptions {
  /** Weight of the KL divergence. */
  alpha: number;
  /** Weight of the total correlation. */
  beta: number;
  /** Cells of the training set. */
  cells: number;
  optimizer: AdamOptions;
}

/** Stage A, a beta-TCVAE: `L = -log N(x; decoder(z), I) + alpha·KL(q(z | x) ‖ N(0, I)) + beta·TC(q(z))`. */
export function stageA(
  { encoder, decoder }: Autoencoder,
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
