import * as tf from '@tensorflow/tfjs';
import { bernoulliLogLikelihood } from '../../distributions/bernoulliLogLikelihood.js';
import { batchClassifierLoss } from '../../losses/batchClassifierLoss.js';
import type { Assembly, EncodeInput, SystemShape } from '../../model/assembly.js';
import { assemblyPhase } from '../../model/assemblyPhase.js';
import { gradientReversal } from '../../nn/gradientReversal.js';
import type { Mode } from '../../nn/network.js';
import { dropoutNoise } from '../../noise/dropoutNoise.js';
import { minMaxRows } from '../../tensor/minMaxRows.js';
import type { Minibatch } from '../../train/minibatch.js';
import type { Step } from '../../train/step.js';
import type { Term } from '../../train/term.js';
import { createScidrlNetworks, type ScidrlNetworks } from './scidrlNetworks.js';
import type { ResolvedScidrlOptions } from './scidrlOptions.js';

/** The latents, in the order of the encoder's columns. [cells, size] each */
export type ScidrlLatents = Record<'noise' | 'bio', tf.Tensor2D>;

/** What encoder and decoder make of a minibatch. */
export interface ScidrlPass extends ScidrlLatents {
  /** x, every cell in [0, 1]. [cells, genes] */
  target: tf.Tensor2D;
  /** One-hot. [cells, batches] */
  batch: tf.Tensor2D;
  /** Logits of x̂. [cells, genes] */
  logits: tf.Tensor2D;
}

/** {@link Scidrl} in parts. */
export interface ScidrlAssembly extends Assembly {
  networks: ScidrlNetworks;
  encode(input: EncodeInput, mode: Mode): ScidrlLatents;
}

/** Σ_g BCE(x, x̂), mean over cells. */
function bernoulliLoss({ target, logits }: ScidrlPass): tf.Scalar {
  return bernoulliLogLikelihood(target, logits).sum(1).mean().neg().asScalar();
}

/** CE(logits, batch); a single logit is that of the second batch, through a sigmoid. */
function batchLoss(logits: tf.Tensor2D, batch: tf.Tensor2D): tf.Scalar {
  const single = batch.shape[1] === 2;
  return batchClassifierLoss(single ? tf.concat([tf.zerosLike(logits), logits], 1) : logits, batch);
}

/** The objective, `L = Σ_g BCE(x, x̂) + CE(D(reverse_λ(z_bio)), b) + γ·CE(C(z_noise), b)`. */
function scidrlTerms(
  { discriminator, classifier }: ScidrlNetworks,
  { lambda, gamma }: Record<'lambda' | 'gamma', number>,
): Term<ScidrlPass & Step>[] {
  return [
    { name: 'reconstruction', loss: bernoulliLoss },
    {
      name: 'discriminator',
      loss: ({ bio, batch, mode }) =>
        batchLoss(discriminator.apply(gradientReversal(bio, lambda), mode), batch),
    },
    {
      name: 'classifier',
      weight: gamma,
      loss: ({ noise, batch, mode }) => batchLoss(classifier.apply(noise, mode), batch),
    },
  ];
}

function split(z: tf.Tensor2D, { noise, bio }: ResolvedScidrlOptions): ScidrlLatents {
  const [zNoise, zBio] = tf.split<tf.Tensor2D>(z, [noise, bio], 1);
  return { noise: zNoise!, bio: zBio! };
}

/** x -> [0, 1] -> dropout -> encoder -> [z_noise | z_bio] -> decoder -> logits of x̂. */
function passThrough(
  { encoder, decoder }: ScidrlNetworks,
  options: ResolvedScidrlOptions,
  { x, batch }: Minibatch,
  mode: Mode,
): ScidrlPass {
  const target = minMaxRows(x);
  const read = mode.training ? dropoutNoise(target, options.dropout, mode.rng) : target;
  const z = encoder.apply(read, mode);
  return { target, batch, ...split(z, options), logits: decoder.apply(z, mode) };
}

/** One phase, in which the reversed gradient sets encoder and discriminator against each other. */
export function assembleScidrl(shape: SystemShape, options: ResolvedScidrlOptions): ScidrlAssembly {
  const { noise, bio, dropout, classifierWeight: gamma, learningRate } = options;
  const batches = shape.batches.length;
  const { reversal: lambda = batches > 2 ? batches : 1 } = options;
  const networks = createScidrlNetworks(shape, options);
  const forward = (minibatch: Minibatch, { mode }: Step) => passThrough(networks, options, minibatch, mode);
  const model = assemblyPhase({
    name: 'model',
    forward,
    terms: scidrlTerms(networks, { lambda, gamma }),
    moves: Object.keys(networks),
    optimizer: { learningRate },
  });
  return {
    networks,
    phases: [model],
    latent: { noise, bio },
    roles: { biology: 'bio', nuisance: 'noise' },
    encode: ({ x }, mode) => split(networks.encoder.apply(minMaxRows(x), mode), options),
    extension: {
      encoder: 'encoder',
      moments: (x, mode) => ({
        mean: split(networks.encoder.apply(minMaxRows(x), mode), options),
        logVariance: {},
      }),
    },
    error: (minibatch, step) => bernoulliLoss(forward(minibatch, step)),
    noiseLevel: () => dropout,
  };
}
