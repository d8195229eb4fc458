import * as tf from '@tensorflow/tfjs';
import { badValue } from '../../check/errors.js';
import type { SystemShape } from '../../model/assembly.js';
import { batchNorm } from '../../nn/layers/batchNorm.js';
import { linearLayer } from '../../nn/layers/linearLayer.js';
import type { Mode, Network } from '../../nn/network.js';
import { createClassifier } from '../../nn/networks/createClassifier.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import type { Rng } from '../../random/rng.js';
import type { ResolvedScidrlOptions } from './scidrlOptions.js';

/** A decoder to logits that can also decode as the publication's correction does. */
export interface ScidrlDecoder extends Pick<Network, 'variables' | 'apply'> {
  /** With the trained weights, but a batch norm that isn't trained. [cells, latent] -> [cells, genes] */
  applyPublished(z: tf.Tensor2D, mode: Mode): tf.Tensor2D;
}

/** The four networks of the method. */
export type ScidrlNetworks = {
  /** Cells in [0, 1] -> [z_noise | z_bio]. */
  encoder: Network;
  /** [z_noise | z_bio] -> logits of the cells. */
  decoder: ScidrlDecoder;
  /** z_bio -> logits of the batch. */
  discriminator: Network;
  /** z_noise -> logits of the batch; a single linear layer. */
  classifier: Network;
};

/** A batch norm that has never seen a cell: mean 0, variance 1, no shift, and Keras' ε. */
const untrainedNorm = (x: tf.Tensor2D): tf.Tensor2D => tf.div(x, Math.sqrt(1 + 1e-3));

/** z -> linear -> batch norm -> ReLU -> linear -> logits. [cells, latent] -> [cells, genes] */
function createScidrlDecoder(latent: number, hidden: number, genes: number, rng: Rng): ScidrlDecoder {
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

/** Logits of the batch: two batches share one, that of the second. */
function batchLogits({ length: batches }: SystemShape['batches']): number {
  if (batches > 1) return batches === 2 ? 1 : batches;
  const next = 'Give fit { batch: … }, one entry per cell.';
  throw badValue({ argument: 'fit: batch', expected: 'at least two batches', received: `${batches}`, next });
}

/**
 * Makes the networks, with batch norm in every hidden layer and the publication's initial weights. Throws RangeError if
 * there is only one batch.
 */
export function createScidrlNetworks(shape: SystemShape, options: ResolvedScidrlOptions): ScidrlNetworks {
  const { genes, batches, rng } = shape;
  const { noise, bio, hidden, discriminator } = options;
  const [latent, classes] = [noise + bio, batchLogits(batches)];
  const drawn = (name: string) => ({ initial: 'truncatedNormal', rng: rng.stream(name) }) as const;
  const discriminating = { inputs: bio, classes, hidden: discriminator, norm: 'batch' } as const;
  return {
    encoder: createMlp({ inputs: genes, outputs: latent, hidden: [hidden], ...drawn('encoder') }),
    decoder: createScidrlDecoder(latent, hidden, genes, rng.stream('decoder')),
    discriminator: createClassifier({ ...discriminating, ...drawn('discriminator') }),
    classifier: createClassifier({ inputs: noise, classes, hidden: [], ...drawn('classifier') }),
  };
}
