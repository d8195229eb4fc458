import * as tf from '@tensorflow/tfjs';
import { batchNorm } from '../../nn/layers/batchNorm.js';
import { linearLayer } from '../../nn/layers/linearLayer.js';
import type { Mode, Network } from '../../nn/network.js';
import type { Rng } from '../../random/rng.js';

/** Sizes of {@link createScidrlDecoder}. */
export interface ScidrlDecoderOptions {
  latent: number;
  hidden: number;
  genes: number;
  rng: Rng;
}

/** A decoder to logits that can also decode as the publication's correction does. */
export interface ScidrlDecoder extends Pick<Network, 'variables' | 'apply'> {
  /** With the trained weights, but a batch norm that isn't trained. [cells, latent] -> [cells, genes] */
  applyPublished(z: tf.Tensor2D, mode: Mode): tf.Tensor2D;
}

/** A batch norm that has never seen a cell: mean 0, variance 1, no shift, and Keras' ε. */
const untrainedNorm = (x: tf.Tensor2D): tf.Tensor2D => tf.div(x, Math.sqrt(1 + 1e-3));

/** z -> linear -> batch norm -> ReLU -> linear -> logits. [cells, latent] -> [cells, genes] */
export function createScidrlDecoder({ latent, hidden, genes, rng }: ScidrlDecoderOptions): ScidrlDecoder {
  const first = linearLayer(latent, hidden, rng, 'truncatedNormal');
  const norm = batchNorm(hidden);
  const last = linearLayer(hidden, genes, rng, 'glorot');
  const decode = (z: tf.Tensor2D, mode: Mode, normalise: (h: tf.Tensor2D) => tf.Tensor2D): tf.Tensor2D =>
    tf.tidy(() => last.apply(tf.relu(normalise(first.apply(z, mode))), mode));
  return {
    variables: [first, norm, last].flatMap(({ variables }) => variables),
    apply: (z, mode) => decode(z, mode, (h) => norm.apply(h, mode)),
    applyPublished: (z, mode) => decode(z, mode, untrainedNorm),
  };
}
