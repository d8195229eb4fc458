import * as tf from '@tensorflow/tfjs';
import type { CsrMatrix } from '../matrix/matrix.js';
import { toDense } from '../matrix/toDense.js';
import { type LatentLayout, splitMoments } from '../nn/latentLayout.js';
import type { Mode, Network } from '../nn/network.js';
import type { Noise } from '../noise/inputNoise.js';
import { normalTensor } from '../random/randomTensors.js';
import { detach } from '../tensor/detach.js';
import type { Minibatch } from '../train/minibatch.js';
import type { Step } from '../train/step.js';
import type { Encoded, ForwardPass, LatentTensors } from './terms/forwardPass.js';

/** The networks of an autoencoder, its latent layout and its noise. */
export interface AutoencoderParts {
  /** x -> [means | log-variances of the Gaussian blocks]. [cells, genes] -> [cells, columns] */
  encoder: Network;
  /** [z_bio | z_nio | one-hot batch] -> x̂. -> [cells, genes] */
  decoder: Network;
  /** The latent blocks, in the order of the encoder's columns. */
  layout: LatentLayout;
  /** Noise on the encoder's input, in training mode only. */
  noise: Noise;
}

function sample(
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D | undefined,
  { training, rng }: Mode,
): tf.Tensor2D {
  if (!logVariance || !training) return mean;
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), normalTensor(mean.shape, rng)));
}

/** Applies the encoder to cells, given dense or, if it has `applySparse`, as compressed rows. -> [cells, columns] */
export function applyEncoder(
  { encoder }: Pick<AutoencoderParts, 'encoder'>,
  x: tf.Tensor2D | CsrMatrix,
  mode: Mode,
): tf.Tensor2D {
  return x instanceof tf.Tensor ? encoder.apply(x, mode) : encoder.applySparse!(x, mode);
}

/**
 * Encodes cells [cells, genes], given dense or, if the encoder has `applySparse`, as compressed rows. Gaussian latents are
 * sampled in training mode only.
 */
export function encode(model: AutoencoderParts, x: tf.Tensor2D | CsrMatrix, mode: Mode): Encoded {
  const { layout } = model;
  const { mean, logVariance } = splitMoments(applyEncoder(model, x, mode), layout);
  const names = Object.keys(layout);
  const latent = Object.fromEntries(
    names.map((name) => [name, sample(mean[name]!, logVariance[name], mode)]),
  );
  return { latent: latent as LatentTensors, mean: mean as LatentTensors, logVariance };
}

/** Decodes latents with a one-hot batch. -> [cells, genes] */
export function decode(
  model: AutoencoderParts,
  latent: LatentTensors,
  batch: tf.Tensor2D,
  mode: Mode,
): tf.Tensor2D {
  const blocks = Object.keys(model.layout).map((name) => latent[name]!);
  return model.decoder.apply(tf.concat([...blocks, batch], 1), mode);
}

function withoutDetachedGradient(latent: LatentTensors, layout: LatentLayout): LatentTensors {
  const names = Object.keys(layout);
  const fed = names.map((name) => [name, layout[name]!.detached ? detach(latent[name]!) : latent[name]!]);
  return Object.fromEntries(fed) as LatentTensors;
}

/** The encoder's input as compressed rows, if noise and encoder support them. */
function sparseInput(
  { noise, encoder }: AutoencoderParts,
  sparse: CsrMatrix,
  { progress, mode }: Step,
): CsrMatrix | undefined {
  if (!encoder.applySparse) return undefined;
  return mode.training ? noise.applySparse?.(sparse, progress, mode.rng) : sparse;
}

function denseInput(input: CsrMatrix, { x, sparse }: Minibatch): tf.Tensor2D {
  return input === sparse ? x : tf.tensor2d(toDense(input).data, x.shape);
}

/** Runs the model on a minibatch: noise (training only) -> encoder -> latents -> decoder. Call inside `tf.tidy`. */
export function forward(model: AutoencoderParts, minibatch: Minibatch, step: Step): ForwardPass {
  const { x, batch, sparse, covariates } = minibatch;
  const { mode, value } = step;
  const noisy = (): tf.Tensor2D => (mode.training ? model.noise.apply(x, value, mode.rng) : x);
  const compressed = sparse && sparseInput(model, sparse, step);
  const input = compressed ? denseInput(compressed, minibatch) : noisy();
  const encoded = encode(model, compressed ?? input, mode);
  const output = decode(model, withoutDetachedGradient(encoded.latent, model.layout), batch, mode);
  return {
    ...encoded,
    ...step,
    x,
    batch,
    ...(covariates['labels'] ? { labels: covariates['labels'] } : {}),
    input,
    output,
    view: () => encode(model, noisy(), mode),
    encode: (cells, as) => encode(model, cells, as),
    decode: (latent, as, how) => decode(model, latent, as, how),
  };
}
