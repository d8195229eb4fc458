import * as tf from '@tensorflow/tfjs';

/** One block of the latent space. */
export interface LatentBlock {
  /** Number of dimensions. */
  size: number;
  /** `'gaussian'`: mean and log-variance, sampled during training; `'deterministic'`: the value itself. */
  distribution: 'gaussian' | 'deterministic';
  /** True keeps the decoder's gradient out of the block, so that reconstruction can't shape it. */
  detached: boolean;
}

/** One value for each of the two latents that every model has. */
export interface Named<T> {
  /** Value for z_bio: cell type, state. */
  bio: T;
  /** Value for z_nio: batch, platform, handling. */
  nio: T;
}

/** The blocks by name, in the order of the encoder's columns. */
export type LatentLayout = Record<string, LatentBlock> & Named<LatentBlock>;

/** The encoder's output, split into the means and log-variances of the blocks. [cells, size of the block] each */
export interface LatentMoments {
  mean: Record<string, tf.Tensor2D>;
  logVariance: Record<string, tf.Tensor2D>;
}

/**
 * Number of output columns that an encoder needs for this layout: the means of all blocks in order, then the
 * log-variances of the Gaussian blocks.
 */
export function encoderOutputs(layout: Record<string, LatentBlock>): number {
  const blocks = Object.values(layout);
  return blocks.reduce(
    (sum, { size, distribution }) => sum + size * (distribution === 'gaussian' ? 2 : 1),
    0,
  );
}

/** Number of dimensions of all blocks together: the decoder's input without the batch. */
export function latentSize(layout: Record<string, LatentBlock>): number {
  return Object.values(layout).reduce((sum, { size }) => sum + size, 0);
}

/**
 * Splits an encoder's output [cells, encoderOutputs] into the means and log-variances (clamped to [-8, 4]) of
 * the blocks.
 */
export function splitMoments(output: tf.Tensor2D, layout: Record<string, LatentBlock>): LatentMoments {
  const mean: Record<string, tf.Tensor2D> = {};
  const logVariance: Record<string, tf.Tensor2D> = {};
  let column = 0;
  const take = (size: number): tf.Tensor2D => {
    const block = tf.slice(output, [0, column], [-1, size]);
    column += size;
    return block;
  };
  for (const [name, { size }] of Object.entries(layout)) mean[name] = take(size);
  for (const [name, { size, distribution }] of Object.entries(layout)) {
    if (distribution === 'gaussian') logVariance[name] = tf.clipByValue(take(size), -8, 4);
  }
  return { mean, logVariance };
}
