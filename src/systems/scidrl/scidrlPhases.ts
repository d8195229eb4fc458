import * as tf from '@tensorflow/tfjs';
import type { Assembly, EncodeInput, SystemShape } from '../../model/assembly.js';
import { assemblyPhase } from '../../model/assemblyPhase.js';
import type { Mode } from '../../nn/network.js';
import { dropoutNoise } from '../../noise/dropoutNoise.js';
import { minMaxRows } from '../../tensor/minMaxRows.js';
import type { Minibatch } from '../../train/minibatch.js';
import type { Step } from '../../train/step.js';
import { createScidrlNetworks, type ScidrlNetworks } from './scidrlNetworks.js';
import type { ResolvedScidrlOptions } from './scidrlOptions.js';
import { reconstructionLoss, type ScidrlPass, scidrlTerms } from './scidrlTerms.js';

/** The latents, in the order of the encoder's columns. [cells, size] each */
export type ScidrlLatents = Record<'noise' | 'bio', tf.Tensor2D>;

/** An assembly whose parts are known. */
export interface ScidrlAssembly extends Assembly {
  networks: ScidrlNetworks;
  encode(input: EncodeInput, mode: Mode): ScidrlLatents;
}

/** The method as a value: x in [0, 1] -> dropout -> encoder -> [z_noise | z_bio] -> decoder -> x̂, and the two heads' terms. */
export function assembleScidrl(shape: SystemShape, options: ResolvedScidrlOptions): ScidrlAssembly {
  const { noise, bio, dropout, classifierWeight, learningRate } = options;
  const batches = shape.batches.length;
  const { reversal = batches > 2 ? batches : 1 } = options;
  const networks = createScidrlNetworks(shape, options);
  const { encoder, decoder } = networks;

  const split = (z: tf.Tensor2D): ScidrlLatents => {
    const [zNoise, zBio] = tf.split(z, [noise, bio], 1) as [tf.Tensor2D, tf.Tensor2D];
    return { noise: zNoise, bio: zBio };
  };
  const forward = ({ x, batch }: Minibatch, { mode }: Step): ScidrlPass => {
    const target = minMaxRows(x);
    const z = encoder.apply(mode.training ? dropoutNoise(target, dropout, mode.rng) : target, mode);
    return { target, batch, ...split(z), logits: decoder.apply(z, mode) };
  };
  const model = assemblyPhase({
    name: 'model',
    forward,
    terms: scidrlTerms(networks, { reversal, classifierWeight }),
    moves: Object.keys(networks),
    optimizer: { learningRate },
  });
  return {
    networks,
    phases: [model],
    latent: { noise, bio },
    roles: { biology: 'bio', nuisance: 'noise' },
    encode: ({ x }, mode) => split(encoder.apply(minMaxRows(x), mode)),
    error: (minibatch, step) => reconstructionLoss(forward(minibatch, step)),
    noiseLevel: () => dropout,
  };
}
