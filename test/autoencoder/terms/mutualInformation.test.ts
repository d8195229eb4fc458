import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { disentangle } from '../../../src/autoencoder/terms/disentangle.js';
import type { ForwardPass } from '../../../src/autoencoder/terms/forwardPass.js';
import { club } from '../../../src/losses/club.js';
import { clubLikelihood } from '../../../src/losses/clubLikelihood.js';
import { infoNce } from '../../../src/losses/infoNce.js';
import type { Network } from '../../../src/nn/network.js';
import { onBackends } from '../../helpers/backends.js';
import { relativeDistance } from '../../helpers/gradient.js';
import { type Bench, benchOf, gradientIn, numberOf, training } from './termFixture.js';

/** Mean and log-variance of z_nio, as the term's network predicts them from z_bio. */
function predicted(network: Network, { latent, mode }: ForwardPass): [tf.Tensor2D, tf.Tensor2D] {
  const [mean, logVariance] = tf.split(network.apply(latent.bio, mode), 2, 1);
  return [mean as tf.Tensor2D, tf.tanh(logVariance as tf.Tensor2D)];
}

interface Estimator {
  /** The loss that the encoder minimises. */
  estimate: (networks: readonly Network[], pass: ForwardPass) => tf.Scalar;
  /** The loss that the networks minimise. */
  training: (networks: readonly Network[], pass: ForwardPass) => tf.Scalar;
}

const critic = ([left, right]: readonly Network[], { latent, mode }: ForwardPass): tf.Scalar =>
  infoNce(tf.matMul(left!.apply(latent.bio, mode), right!.apply(latent.nio, mode), false, true));

const estimators: Record<'club' | 'infoNce', Estimator> = {
  club: {
    estimate: ([network], pass) => club(...predicted(network!, pass), pass.latent.nio),
    training: ([network], pass) => clubLikelihood(...predicted(network!, pass), pass.latent.nio),
  },
  infoNce: { estimate: critic, training: (networks, pass) => tf.neg(critic(networks, pass)) },
};

onBackends('disentangle, mutualInformation', () => {
  for (const [estimator, { estimate, training: trains }] of Object.entries(estimators)) {
    const term = disentangle({ measure: 'mutualInformation', estimator: estimator as 'club' | 'infoNce' });
    const pass = (bench: Bench) => bench.pass(training());
    const estimateOf = (bench: Bench) => () => estimate(bench.networks(), pass(bench));
    const trainingOf = (bench: Bench) => () => trains(bench.networks(), pass(bench));

    test(`${estimator}: reports the estimate`, () => {
      const bench = benchOf([term]);
      expect(numberOf(() => bench.loss(pass(bench)))).toBeCloseTo(numberOf(estimateOf(bench)), 5);
      bench.dispose();
    });

    test(`${estimator}: the encoder gets only the gradient of the estimate, the networks only that of their training`, () => {
      const bench = benchOf([term]);
      const { encoder } = bench.assembly.model;
      const loss = () => bench.loss(pass(bench));
      const ofEncoder = gradientIn(encoder, loss);
      const apart = (network: Network, wanted: () => tf.Scalar) =>
        relativeDistance(gradientIn(network, loss), gradientIn(network, wanted));
      expect(apart(encoder, estimateOf(bench))).toBeLessThan(1e-5);
      // Swapped, they differ: the test can tell the two apart.
      expect(relativeDistance(ofEncoder, gradientIn(encoder, trainingOf(bench)))).toBeGreaterThan(0.1);
      for (const network of bench.networks()) {
        expect(apart(network, trainingOf(bench))).toBeLessThan(1e-5);
        expect(apart(network, estimateOf(bench))).toBeGreaterThan(0.1);
      }
      bench.dispose();
    });
  }
});
