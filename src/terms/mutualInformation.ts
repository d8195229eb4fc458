import * as tf from '@tensorflow/tfjs';
import { club } from '../losses/club.js';
import { clubLikelihood } from '../losses/clubLikelihood.js';
import { createMlp } from '../nn/createMlp.js';
import type { Mode, Network } from '../nn/network.js';
import { detach } from '../tensor/detach.js';
import type { LossTerm } from './lossTerm.js';

/** Mean and log-variance of z_nio given z_bio, as a network says. */
function predict(
  network: Network,
  zBio: tf.Tensor2D,
  mode: Mode,
): [mean: tf.Tensor2D, logVariance: tf.Tensor2D] {
  const [mean, logVariance] = tf.split(network.apply(zBio, mode), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  return [mean, tf.tanh(logVariance)];
}

/**
 * An upper bound of the mutual information of z_bio and z_nio (CLUB), with the network that it needs.
 *
 * The network predicts z_nio from z_bio and is trained by its likelihood on the same step; the encoder sees the bound
 * alone. Reported is the bound, in nats.
 * Source: Cheng et al. 2020, CLUB: A Contrastive Log-ratio Upper Bound of Mutual Information.
 */
export function mutualInformation(): LossTerm {
  return {
    name: 'disentangleMutualInformation',
    build: ({ latent, rng }) => [
      createMlp({ inputs: latent.bio, outputs: 2 * latent.nio, hidden: [64], norm: 'none', rng }),
    ],
    loss: ({ latent: { bio, nio }, mode }, [network]) => {
      const bound = club(...predict(network!, bio, { ...mode, frozen: true }), nio);
      const misfit = clubLikelihood(...predict(network!, detach(bio), mode), detach(nio));
      // Value of the bound, gradient of both.
      return tf.add(bound, tf.sub(misfit, detach(misfit)));
    },
  };
}
