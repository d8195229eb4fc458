import * as tf from '@tensorflow/tfjs';
import { klStandardNormalLoss } from '../../losses/klStandardNormalLoss.js';
import type { Assembly, SystemShape } from '../../model/assembly.js';
import { assemblyPhase } from '../../model/assemblyPhase.js';
import type { Mode, Network } from '../../nn/network.js';
import {
  type AdditiveDecoder,
  createAdditiveDecoder,
  type Pooling,
} from '../../nn/networks/additiveDecoder.js';
import { createGeneVector } from '../../nn/networks/createGeneVector.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import { sampleGaussian } from '../../nn/sampleGaussian.js';
import { linearSchedule } from '../../schedules/linearSchedule.js';
import type { Scheduled } from '../../schedules/schedule.js';
import { standardizeRows } from '../../tensor/standardizeRows.js';
import type { Minibatch } from '../../train/minibatch.js';
import { type DrviOptions, type ResolvedDrviOptions, resolveDrviOptions } from './drviOptions.js';
import { type Likelihood, likelihoods } from './likelihoods.js';

/** The parts of the method. */
export type DrviNetworks = {
  encoder: Network;
  decoder: AdditiveDecoder;
  /** Log dispersion (or variance) of each gene, for likelihoods that have one. */
  spread?: Network;
};

/** What the model makes of a minibatch. */
export interface DrviPass {
  x: tf.Tensor2D;
  /** Of the posterior. [cells, dims] */
  mean: tf.Tensor2D;
  /** [cells, dims] */
  logVariance: tf.Tensor2D;
  /** S, the pooled logits. [cells, genes] */
  pooled: tf.Tensor2D;
}

/** The method as a value, and what its verbs need beside. */
export interface DrviAssembly extends Assembly {
  decoder: AdditiveDecoder;
  likelihood: Likelihood;
  pooling: Pooling;
  /** Means of the posterior. [cells, genes] -> [cells, dims] */
  means(x: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  /** [z | one-hot batch], as the decoder takes it; a single batch is no column. */
  decoderInput(z: tf.Tensor2D, batch: tf.Tensor2D): tf.Tensor2D;
}

function createNetworks(
  { genes, batches, rng }: SystemShape,
  { latent, encoder, decoder, dropout, pooling }: ResolvedDrviOptions,
  { spread }: Likelihood,
): DrviNetworks {
  return {
    encoder: createMlp({
      inputs: genes,
      outputs: 2 * latent,
      hidden: encoder,
      norm: 'none',
      activation: (x) => tf.elu(standardizeRows(x)),
      dropout,
      rng: rng.stream('encoder'),
    }),
    decoder: createAdditiveDecoder({
      latent,
      genes,
      batches: batches.length > 1 ? batches.length : 0,
      hidden: decoder,
      pooling,
      rng: rng.stream('decoder'),
    }),
    ...(spread === undefined
      ? {}
      : { spread: createGeneVector({ genes, mean: spread, rng: rng.stream('spread') }) }),
  };
}

/** A variance of at least 1e-4, as its logarithm. */
const logVarianceOf = (raw: tf.Tensor2D): tf.Tensor2D => raw.exp<tf.Tensor2D>().add<tf.Tensor2D>(1e-4).log();

const warmUp = ({ klWeight, klWarmUp }: ResolvedDrviOptions): Scheduled =>
  klWarmUp === 0 ? klWeight : linearSchedule({ from: 0, to: klWeight, until: klWarmUp });

/**
 * The method in one value: z ~ N(m(x), v(x)), S = log Σ_k exp(f(z_k, batch)) - log K, log mean = log total + log softmax(S),
 * L = -log p(x | mean) + w(t)·KL(N(m, v) ‖ N(0, I)).
 */
export function assembleDrvi(shape: SystemShape, given: DrviOptions): DrviAssembly {
  const options = resolveDrviOptions(given);
  const likelihood = likelihoods[options.likelihood];
  const networks = createNetworks(shape, options, likelihood);
  const { encoder, decoder, spread } = networks;

  const posterior = (x: tf.Tensor2D, mode: Mode): [tf.Tensor2D, tf.Tensor2D] => {
    const [mean, raw] = tf.split(encoder.apply(likelihood.input(x), mode), 2, 1) as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    return [mean, logVarianceOf(raw)];
  };
  const means = (x: tf.Tensor2D, mode: Mode): tf.Tensor2D => posterior(x, mode)[0];
  const decoderInput = (z: tf.Tensor2D, batch: tf.Tensor2D): tf.Tensor2D =>
    shape.batches.length > 1 ? (tf.concat([z, batch], 1) as tf.Tensor2D) : z;
  const forward = ({ x, batch }: Minibatch, { mode }: { mode: Mode }): DrviPass => {
    const [mean, logVariance] = posterior(x, mode);
    const z = sampleGaussian(mean, logVariance, mode);
    return { x, mean, logVariance, pooled: decoder.apply(decoderInput(z, batch), mode) };
  };
  const reconstruction = ({ x, pooled }: DrviPass, { mode }: { mode: Mode }): tf.Scalar =>
    likelihood.logLikelihood(x, pooled, spread?.apply(x, mode)).sum(1).mean().neg().asScalar();

  return {
    networks,
    decoder,
    likelihood,
    pooling: options.pooling,
    means,
    decoderInput,
    phases: [
      assemblyPhase<DrviPass>({
        name: 'model',
        forward,
        terms: [
          { name: 'reconstruction', loss: (pass) => reconstruction(pass, pass) },
          {
            name: 'kl',
            weight: warmUp(options),
            loss: ({ mean, logVariance }) => klStandardNormalLoss(mean, logVariance),
          },
        ],
        moves: Object.keys(networks),
        optimizer: { learningRate: options.learningRate, epsilon: 0.01 },
      }),
    ],
    latent: { z: options.latent },
    encode: ({ x }, mode) => ({ z: means(x, mode) }),
    error: (minibatch, step) => reconstruction(forward(minibatch, step), step),
  };
}
