import * as tf from '@tensorflow/tfjs';
import { club } from '../../losses/club.js';
import { clubLikelihood } from '../../losses/clubLikelihood.js';
import { infoNce } from '../../losses/infoNce.js';
import type { Mode, Network } from '../../nn/network.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import { detach } from '../../tensor/detach.js';
import type { LossTerm } from './forwardPass.js';

/** Units of the hidden layer of each estimator. */
const hidden = [64];
/** Number of dimensions in which InfoNCE's critic compares the two latents. */
const compared = 16;

/** The value of `estimate` with the gradients of both: the encoder minimises `estimate`, the networks minimise `training`. */
function withTraining(estimate: tf.Scalar, training: tf.Scalar): tf.Scalar {
  return tf.add(estimate, tf.sub(training, detach(training)));
}

/** Predicts mean and log-variance of z_nio from z_bio. */
function predict(
  network: Network,
  zBio: tf.Tensor2D,
  mode: Mode,
): [mean: tf.Tensor2D, logVariance: tf.Tensor2D] {
  const [mean, logVariance] = tf.split(network.apply(zBio, mode), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  return [mean, tf.tanh(logVariance)];
}

/** An upper bound (CLUB): a network predicts z_nio from z_bio and is trained on its likelihood. */
function clubTerm(name: string): LossTerm {
  return {
    name,
    build: ({ latent, rng }) => [
      createMlp({ inputs: latent.bio, outputs: 2 * latent.nio, hidden, norm: 'none', rng }),
    ],
    loss: ({ latent: { bio, nio }, mode }, [network]) => {
      const bound = club(...predict(network!, bio, { ...mode, frozen: true }), nio);
      return withTraining(bound, clubLikelihood(...predict(network!, detach(bio), mode), detach(nio)));
    },
  };
}

/** Scores of the critic: how well each z_bio matches each z_nio of the minibatch. [cells, cells] */
function scores(critic: readonly Network[], bio: tf.Tensor2D, nio: tf.Tensor2D, mode: Mode): tf.Tensor2D {
  const [left, right] = [critic[0]!.apply(bio, mode), critic[1]!.apply(nio, mode)];
  return tf.matMul(left, tf.transpose(right));
}

/** A lower bound (InfoNCE): the critic is trained to raise it while the encoder lowers it, as with an adversary. */
function infoNceTerm(name: string): LossTerm {
  return {
    name,
    build: ({ latent, rng }) =>
      [latent.bio, latent.nio].map((inputs, i) =>
        createMlp({ inputs, outputs: compared, hidden, norm: 'none', rng: rng.stream(`critic/${i}`) }),
      ),
    loss: ({ latent: { bio, nio }, mode }, critic) => {
      const bound = infoNce(scores(critic, bio, nio, { ...mode, frozen: true }));
      return withTraining(bound, tf.neg(infoNce(scores(critic, detach(bio), detach(nio), mode))));
    },
  };
}

/** Estimators of mutual information. */
export type MutualInformationEstimator = 'club' | 'infoNce';

/**
 * Minimises the mutual information of z_bio and z_nio, estimated by networks of the term's own that are trained at the same
 * step. The encoder gets the gradient of the estimate only. The history shows the estimate, in nats.
 *
 * Sources: Cheng et al. 2020, CLUB: A Contrastive Log-ratio Upper Bound of Mutual Information; van den Oord et al. 2018.
 */
export function mutualInformation(estimator: MutualInformationEstimator): LossTerm {
  const name = 'disentangleMutualInformation';
  return estimator === 'club' ? clubTerm(name) : infoNceTerm(name);
}
