import * as tf from '@tensorflow/tfjs';
import { type LatentLayout, splitMoments } from '../nn/latentLayout.js';
import type { Mode, Network } from '../nn/network.js';
import type { Noise } from '../noise/inputNoise.js';
import { normalTensor } from '../random/randomTensors.js';
import { type Progress, valueAt } from '../schedules/schedule.js';
import { detach } from '../tensor/detach.js';
import type { Encoded, ForwardPass, LatentTensors } from '../terms/forwardPass.js';
import type { Minibatch } from './minibatch.js';

/** The networks of an autoencoder and what lies between them. */
export interface Autoencoder {
  encoder: Network;
  decoder: Network;
  layout: LatentLayout;
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

/** Encodes cells [cells, genes]; Gaussian latents are sampled in training mode only. */
export function encode({ encoder, layout }: Autoencoder, x: tf.Tensor2D, mode: Mode): Encoded {
  const { mean, logVariance } = splitMoments(encoder.apply(x, mode), layout);
  const names = Object.keys(layout);
  const latent = Object.fromEntries(
    names.map((name) => [name, sample(mean[name]!, logVariance[name], mode)]),
  );
  return { latent: latent as LatentTensors, mean: mean as LatentTensors, logVariance };
}

/** Decodes latents with a one-hot batch. -> [cells, genes] */
export function decode(
  model: Autoencoder,
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

/** Runs the model on a minibatch: noise (training only) -> encoder -> latents -> decoder. Call inside `tf.tidy`. */
export function forward(
  model: Autoencoder,
  minibatch: Minibatch,
  progress: Progress,
  mode: Mode,
): ForwardPass {
  const { x, batch } = minibatch;
  const noisy = (): tf.Tensor2D => (mode.training ? model.noise.apply(x, progress, mode.rng) : x);
  const input = noisy();
  const encoded = encode(model, input, mode);
  const output = decode(model, withoutDetachedGradient(encoded.latent, model.layout), batch, mode);
  return {
    ...encoded,
    ...minibatch,
    input,
    output,
    mode,
    progress,
    view: () => encode(model, noisy(), mode),
    encode: (cells, as) => encode(model, cells, as),
    decode: (latent, as, how) => decode(model, latent, as, how),
    value: (scheduled) => tf.scalar(valueAt(scheduled, progress)),
  };
}
