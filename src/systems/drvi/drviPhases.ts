import * as tf from '@tensorflow/tfjs';
import { type Likelihood, likelihoods } from '../../distributions/likelihoods.js';
import { klStandardNormalLoss } from '../../losses/klStandardNormalLoss.js';
import type { Assembly, SystemShape } from '../../model/assembly.js';
import { type AssemblyPhase, assemblyPhase } from '../../model/assemblyPhase.js';
import type { Mode } from '../../nn/network.js';
import type { Pooling } from '../../nn/networks/additiveDecoder.js';
import type { GaussianMoments } from '../../nn/networks/createGaussianEncoder.js';
import { sampleGaussian } from '../../nn/sampleGaussian.js';
import { linearSchedule } from '../../schedules/linearSchedule.js';
import type { Scheduled } from '../../schedules/schedule.js';
import type { Minibatch } from '../../train/minibatch.js';
import { createDrviNetworks, type DrviNetworks } from './drviNetworks.js';
import type { ResolvedDrviOptions } from './drviOptions.js';

/** How cells go through the networks. Everything runs inside `tf.tidy`. */
export interface DrviModel {
  networks: DrviNetworks;
  likelihood: Likelihood;
  pooling: Pooling;
  /** q(z | x) = N(m(x), v(x)). [cells, genes] -> [cells, dims] each */
  posterior(x: tf.Tensor2D, mode: Mode): GaussianMoments;
  /** [z | one-hot batch], as the decoder takes it; a single batch is no column. */
  decoderInput(z: tf.Tensor2D, batch: tf.Tensor2D): tf.Tensor2D;
}

/** What the model makes of a minibatch. */
export interface DrviPass extends GaussianMoments {
  /** [cells, genes] */
  x: tf.Tensor2D;
  /** S, the pooled logits. [cells, genes] */
  pooled: tf.Tensor2D;
}

/** {@link Drvi} in parts. */
export interface DrviAssembly extends Assembly {
  networks: DrviNetworks;
  model: DrviModel;
}

/** A variance of at least 1e-4, as its logarithm. */
const logVarianceOf = (raw: tf.Tensor2D): tf.Tensor2D => raw.exp<tf.Tensor2D>().add<tf.Tensor2D>(1e-4).log();

function createModel(shape: SystemShape, options: ResolvedDrviOptions): DrviModel {
  const likelihood = likelihoods[options.likelihood];
  const networks = createDrviNetworks(shape, options, likelihood);
  const several = shape.batches.length > 1;
  return {
    networks,
    likelihood,
    pooling: options.pooling,
    posterior: (x, mode) => {
      const columns = networks.encoder.apply(likelihood.counts ? x.log1p() : x, mode);
      const [mean, raw] = tf.split<tf.Tensor2D>(columns, 2, 1);
      return { mean: mean!, logVariance: logVarianceOf(raw!) };
    },
    decoderInput: (z, batch) => (several ? tf.concat([z, batch], 1) : z),
  };
}

/** x -> q(z | x) -> z -> decoder(z, batch) -> S. */
function passThrough(model: DrviModel, { x, batch }: Minibatch, mode: Mode): DrviPass {
  const { mean, logVariance } = model.posterior(x, mode);
  const z = sampleGaussian(mean, logVariance, mode);
  return { x, mean, logVariance, pooled: model.networks.decoder.apply(model.decoderInput(z, batch), mode) };
}

/** -Σ_g log p(x_g), mean over cells. */
function reconstruction({ networks, likelihood }: DrviModel, { x, pooled }: DrviPass, mode: Mode): tf.Scalar {
  const parameters = { location: likelihood.location(x, pooled), spread: networks.spread?.apply(x, mode) };
  return likelihood.logLikelihood(x, parameters).sum(1).mean().neg().asScalar();
}

/** w(t) */
const warmUp = ({ klWeight, klWarmUp }: ResolvedDrviOptions): Scheduled =>
  klWarmUp === 0 ? klWeight : linearSchedule({ from: 0, to: klWeight, until: klWarmUp });

/** The objective, `L = -Σ_g log p(x_g) + w(t)·KL(q(z | x) ‖ N(0, I))`, moves everything. */
function modelPhase(model: DrviModel, options: ResolvedDrviOptions): AssemblyPhase {
  return assemblyPhase<DrviPass>({
    name: 'model',
    forward: (minibatch, { mode }) => passThrough(model, minibatch, mode),
    terms: [
      { name: 'reconstruction', loss: (pass) => reconstruction(model, pass, pass.mode) },
      {
        name: 'kl',
        weight: warmUp(options),
        loss: ({ mean, logVariance }) => klStandardNormalLoss(mean, logVariance),
      },
    ],
    moves: Object.keys(model.networks),
    optimizer: { learningRate: options.learningRate, epsilon: 0.01 },
  });
}

/** z ~ N(m(x), v(x)), S = log Σ_k exp(f(z_k, batch)) - log K, log mean = log total + log softmax(S). */
export function assembleDrvi(shape: SystemShape, options: ResolvedDrviOptions): DrviAssembly {
  const model = createModel(shape, options);
  return {
    networks: model.networks,
    model,
    phases: [modelPhase(model, options)],
    latent: { z: options.latent },
    encode: ({ x }, mode) => ({ z: model.posterior(x, mode).mean }),
    error: (minibatch, { mode }) => reconstruction(model, passThrough(model, minibatch, mode), mode),
  };
}
