import type * as tf from '@tensorflow/tfjs';
import { reconstructionLoss } from '../../losses/reconstructionLoss.js';
import type { Assembly, SystemShape } from '../../model/assembly.js';
import type { Mode, Network } from '../../nn/network.js';
import { sampleGaussian } from '../../nn/sampleGaussian.js';
import { normalTensor } from '../../random/randomTensors.js';
import type { Minibatch } from '../../train/minibatch.js';
import type { Step } from '../../train/step.js';
import {
  type Autoencoder,
  createAutoencoder,
  createPlayers,
  generateFrom,
  type Players,
  posterior,
} from './michiGanNetworks.js';
import type { ResolvedMichiGanOptions as Options } from './michiGanOptions.js';
import { stageA } from './stageA.js';
import { stageB } from './stageB.js';
import { stagesAt } from './stages.js';

/** {@link MichiGan} in parts; with given codes, stage B alone. */
export interface MichiGanAssembly extends Assembly {
  networks: Players & Partial<Autoencoder>;
  latent: { z: number };
}

/** The codes of an encoder that stands still: their means, or, while training, samples where `condition` asks for them. */
function codesFrom(
  encoder: Network,
  x: tf.Tensor2D,
  mode: Mode,
  condition: Options['condition'],
): tf.Tensor2D {
  const q = posterior(encoder, x, { ...mode, training: false, frozen: true });
  return condition === 'sample' ? sampleGaussian(q.mean, q.logVariance, mode) : q.mean;
}

/** The squared distance between cells and those generated from their codes: it falls if the codes say anything of the cells. */
function generatedError(
  { generator }: Players,
  noise: number,
  codesOf: (m: Minibatch, s: Step) => tf.Tensor2D,
) {
  return (minibatch: Minibatch, step: Step): tf.Scalar => {
    const { x } = minibatch;
    const drawn = normalTensor([x.shape[0], noise], step.mode.rng);
    return reconstructionLoss(generateFrom(generator, codesOf(minibatch, step), drawn, step.mode), x);
  };
}

/** Stage B alone, on codes that `fit` was given. */
function assembleOnGivenCodes(shape: SystemShape, options: Options): MichiGanAssembly {
  const codes = shape.covariates['codes']!.size;
  const players = createPlayers(shape, options, codes);
  const codesOf = ({ covariates }: Minibatch): tf.Tensor2D => covariates['codes']!;
  const gan = { ...options, optimizer: { learningRate: options.learningRate.gan } };
  return {
    networks: { ...players },
    phases: stageB(players, codesOf, stagesAt(0), gan),
    latent: { z: codes },
    encode: ({ covariates }) => ({ z: covariates['codes']! }),
    error: generatedError(players, options.noise, codesOf),
  };
}

/** Stage A, then stage B on its codes. */
function assembleOnOwnCodes(shape: SystemShape, options: Options): MichiGanAssembly {
  const { latent, alpha, beta, condition, learningRate } = options;
  const autoencoder = createAutoencoder(shape, options);
  const players = createPlayers(shape, options, latent);
  const stages = stagesAt(options.encoderEpochs);
  const tcvae = { alpha, beta, cells: shape.cells, optimizer: { learningRate: learningRate.encoder } };
  const gan = { ...options, optimizer: { learningRate: learningRate.gan } };
  const codesOf = ({ x }: Minibatch, { mode }: Step) => codesFrom(autoencoder.encoder, x, mode, condition);
  return {
    networks: { ...autoencoder, ...players },
    phases: [stageA(autoencoder, stages, tcvae), ...stageB(players, codesOf, stages, gan)],
    latent: { z: latent },
    encode: ({ x }, mode) => ({ z: posterior(autoencoder.encoder, x, mode).mean }),
    extension: {
      encoder: 'encoder',
      moments: (x, mode) => {
        const { mean, logVariance } = posterior(autoencoder.encoder, x, mode);
        return { mean: { z: mean }, logVariance: { z: logVariance } };
      },
    },
    error: generatedError(players, options.noise, codesOf),
  };
}

/** MichiGAN in one value: a disentangled encoder, then a conditional GAN that generates cells from its codes. */
export function assembleMichiGan(shape: SystemShape, options: Options): MichiGanAssembly {
  return options.codes === 'given'
    ? assembleOnGivenCodes(shape, options)
    : assembleOnOwnCodes(shape, options);
}
