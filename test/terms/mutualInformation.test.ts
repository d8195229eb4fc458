import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { club } from '../../src/losses/club.js';
import { clubLikelihood } from '../../src/losses/clubLikelihood.js';
import type { Network } from '../../src/nn/network.js';
import { disentangle } from '../../src/terms/disentangle.js';
import type { ForwardPass } from '../../src/terms/forwardPass.js';
import { onBackends } from '../helpers/backends.js';
import { relativeDistance } from '../helpers/gradient.js';
import { type Bench, benchOf, gradientIn, numberOf, training } from './bench.js';

const term = disentangle({ measure: 'mutualInformation' });

/** Mean and log-variance of z_nio, as the term's network predicts them from z_bio. */
function predicted(network: Network, { latent, mode }: ForwardPass): [tf.Tensor2D, tf.Tensor2D] {
  const [mean, logVariance] = tf.split(network.apply(latent.bio, mode), 2, 1);
  return [mean as tf.Tensor2D, tf.tanh(logVariance as tf.Tensor2D)];
}

function boundOf(bench: Bench): tf.Scalar {
  const pass = bench.pass(training());
  return club(...predicted(bench.networks()[0]!, pass), pass.latent.nio);
}

function misfitOf(bench: Bench): tf.Scalar {
  const pass = bench.pass(training());
  return clubLikelihood(...predicted(bench.networks()[0]!, pass), pass.latent.nio);
}

onBackends('disentangle, mutualInformation', () => {
  test('reports the bound', () => {
    const bench = benchOf([term]);
    expect(numberOf(() => bench.loss(bench.pass(training())))).toBeCloseTo(
      numberOf(() => boundOf(bench)),
      5,
    );
    bench.dispose();
  });

  test("the encoder gets the bound's gradient alone, the network the likelihood's alone", () => {
    const bench = benchOf([term]);
    const { encoder } = bench.run.model;
    const network = bench.networks()[0]!;
    const loss = () => bench.loss(bench.pass(training()));
    const ofEncoder = gradientIn(encoder, loss);
    const ofNetwork = gradientIn(network, loss);
    expect(
      relativeDistance(
        ofEncoder,
        gradientIn(encoder, () => boundOf(bench)),
      ),
    ).toBeLessThan(1e-5);
    expect(
      relativeDistance(
        ofNetwork,
        gradientIn(network, () => misfitOf(bench)),
      ),
    ).toBeLessThan(1e-5);
    // The other way round they differ: the test tells the two apart.
    expect(
      relativeDistance(
        ofEncoder,
        gradientIn(encoder, () => misfitOf(bench)),
      ),
    ).toBeGreaterThan(0.1);
    expect(
      relativeDistance(
        ofNetwork,
        gradientIn(network, () => boundOf(bench)),
      ),
    ).toBeGreaterThan(0.1);
    bench.dispose();
  });
});
