import * as tf from '@tensorflow/tfjs';
import { mmd } from '../../losses/mmd.js';
import type { LossTerm } from './forwardPass.js';

/**
 * Moves the distributions of z_bio and z_nio apart: -MMD(z_bio, z_nio), on the first min(bio, nio) dimensions of each.
 *
 * @param normalize - Whether rows are scaled to unit length first.
 */
export function disentangleMmd(normalize: boolean): LossTerm {
  return {
    name: 'disentangleMmd',
    loss: ({ latent: { bio, nio } }) => {
      const columns = Math.min(bio.shape[1], nio.shape[1]);
      const first = (z: tf.Tensor2D) => tf.slice(z, [0, 0], [-1, columns]);
      return tf.neg(mmd(first(bio), first(nio), { normalize }));
    },
  };
}
