import type * as tf from '@tensorflow/tfjs';
import { reconstructionLoss } from '../../losses/reconstructionLoss.js';
import type { Assembly, SystemShape } from '../../model/assembly.js';
import type { Mode, Network } from '../../nn/network.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import { createProjectionCritic } from '../../nn/networks/createProjectionCritic.js';
import { sampleGaussian } from '../../nn/sampleGaussian.js';
import { normalTensor } from '../../random/randomTensors.js';
import type { Minibatch } from '../../train/minibatch.js';
import type { Step } from '../../train/step.js';
import type { ResolvedMichiGanOptions as Options } from './michiGanOptions.js';
import { posterior, stageA } from './stageA.js';
import { generateFrom, type Players, stageB } from './stageB.js';
import { stagesAt } from './stages.js';

// As the original's. Without statistics, fan-in weights would let the noise fade on its way through the generator.
const initial = 'glorot';

/** The autoencoder of stage A. */
type Autoencoder = Record<'encoder' | 'decoder', Network>;

function createAutoencoder({ genes, rng }: SystemShape, { latent, layers }: Options): Autoencoder {
  const [encoderRng, decoderRng] = [rng.stream('encoder'), rng.stream('decoder')];
  return {
    encoder: createMlp({
      ...layers.encoder,
      initial,
      inputs: genes,
      outputs: 2 * latent,
      heads: 2,
      rng: encoderRng,
    }),
    decoder: createMlp({ ...layers.decoder, initial, inputs: latent, outputs: genes, rng: decoderRng }),
  };
}

function createPlayers({ genes, rng }: SystemShape, options: Options, codes: number): Players {
  const { noise, projection, layers } = options;
  const [generatorRng, criticRng] = [rng.stream('generator'), rng.stream('critic')];
  const critic = projection
    ? createProjectionCritic({ ...layers.critic, initial, genes, codes, rng: criticRng })
    : createMlp({ ...layers.critic, initial, inputs: genes + codes, outputs: 1, rng: criticRng });
  return {
    generator: createMlp({
      ...layers.generator,
      initial,
      inputs: codes + noise,
      outputs: genes,
      rng: generatorRng,
    }),
    critic,
  };
}

/** Codes as an autoencoder that stands still says them: their means, or, while training, samples where `condition` asks for them. */
function codesFrom(
  encoder: Network,
  x: tf.Tensor2D,
  mode: Mode,
  condition: Options['condition'],
): tf.Tensor2D {
  const q = posterior(encoder, x, { ...mode, training: false, frozen: true });
  return condition === 'sample' ? sampleGaussian(q.mean, q.logVariance, mode) : q.mean;
}

/** The squared distance between cells and what is generated from their codes: falls where the code tells of the cell. */
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
function assembleOnGivenCodes(shape: SystemShape, options: Options): Assembly {
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
function assembleOnOwnCodes(shape: SystemShape, options: Options): Assembly {
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
    error: generatedError(players, options.noise, codesOf),
  };
}

/** MichiGAN in one value: a disentangled encoder, then a conditional GAN that generates cells from its codes. */
export function assembleMichiGan(shape: SystemShape, options: Options): Assembly {
  return options.codes === 'given'
    ? assembleOnGivenCodes(shape, options)
    : assembleOnOwnCodes(shape, options);
}
