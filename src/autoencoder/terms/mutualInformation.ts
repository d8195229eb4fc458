import * as tf from '@tensorflow/tfjs';
import { club } from '../../losses/club.js';
import { clubLikelihood } from '../../losses/clubLikelihood.js';
import { infoNce } from '../../losses/infoNce.js';
import type { Mode, Network } from '../../nn/network.js';
import { createMlp } from '../../nn/networks/createMlp.js';
import { detach } from '../../tensor/detach.js';
import type { LossTerm } from './forwardPass.js';

/** Units of the estimators' hidden layer. */
const hidden = [64];
/** Dimensions in which InfoNCE's critic compares the two latents. */
const compared = 16;

/** The value of the first, the gradient of both: what the encoder minimises beside what trains the estimator. */
function withTraining(estimate: tf.Scalar, training: tf.Scalar): tf.Scalar {
  return tf.add(estimate, tf.sub(training, detach(training)));
}

/** Mean and log-variance of z_nio given z_bio, as a network says. */
function predict(
  network: Network,
  zBio: tf.Tensor2D,
  mode: Mode,
): [mean: tf.Tensor2D, logVariance: tf.Tensor2D] {
  const [mean, logVariance] = tf.split(network.apply(zBio, mode), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  return [mean, tf.tanh(logVariance)];
}

/** An upper bound (CLUB): a network predicts z_nio from z_bio and is trained by its likelihood. */
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

/** How well each z_bio and each z_nio of a minibatch belong together, as the critic's two networks say. */
function scores(critic: readonly Network[], bio: tf.Tensor2D, nio: tf.Tensor2D, mode: Mode): tf.Tensor2D {
  const [left, right] = [critic[0]!.apply(bio, mode), critic[1]!.apply(nio, mode)];
  return tf.matMul(left, tf.transpose(right));
}

/** A lower bound (InfoNCE): a critic is trained to raise it while the encoder lowers it, as an adversary would. */
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
 * The mutual information of z_bio and z_nio, by an estimator with networks of its own that are trained on the same step.
 * The encoder sees the estimate alone, which is also what is reported, in nats.
 *
 * Sources: Cheng et al. 2020, CLUB: A Contrastive Log-ratio Upper Bound of Mutual Information; van den Oord et al. 2018.
 */
export function mutualInformation(estimator: MutualInformationEstimator): LossTerm {
  const name = 'disentangleMutualInformation';
  return estimator === 'club' ? clubTerm(name) : infoNceTerm(name);
}
