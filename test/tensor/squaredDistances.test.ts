import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { squaredDistances } from '../../src/tensor/squaredDistances.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient, relativeDistance } from '../helpers/gradient.js';
import { EDGES, expectFinite, sample } from '../losses/samples.js';
import { expectReference, referenceCases } from '../reference/losses.js';

const Y = sample(5, 3, 2);

// A sum that treats every pair differently, so that a transposed gradient shows.
function weighted(distances: tf.Tensor2D): tf.Scalar {
  const [n, m] = distances.shape;
  return distances
    .mul(tf.range(0, n * m).reshape([n, m]))
    .mean()
    .asScalar();
}

onBackends('squaredDistances', () => {
  it.each(referenceCases('squaredDistances'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ x, y }) => squaredDistances(x!, y!));
  });

  it('gives 25 for the triangle 3, 4, 5', () => {
    const distances = tf.tidy(() =>
      squaredDistances(
        tf.tensor2d([
          [0, 0],
          [3, 4],
        ]),
      ).arraySync(),
    );
    expect(distances).toEqual([
      [0, 25],
      [25, 0],
    ]);
  });

  it('has the right gradient when both samples are the same tensor', () => {
    expectGradient((x) => weighted(squaredDistances(x)), sample(6, 3, 1));
  });

  it('has the right second derivative', () => {
    const slope = (x: tf.Tensor2D): tf.Scalar => {
      const first = tf.grad((t) => weighted(squaredDistances(t as tf.Tensor2D, tf.tensor2d(Y)).square()))(x);
      return first.square().mean().asScalar();
    };
    expectGradient(slope, sample(4, 3, 1), { step: 1e-3 });
  });

  it('keeps its digits under a common offset', () => {
    const far = sample(6, 3, 1).map((row) => row.map((v) => Math.fround(Math.fround(v) + 4096)));
    const exact = far.flatMap((a) => far.map((b) => a.reduce((sum, v, d) => sum + (v - b[d]!) ** 2, 0)));
    const found = tf.tidy(() => squaredDistances(tf.tensor2d(far)).dataSync());
    expect(relativeDistance(found, exact)).toBeLessThan(1e-6);
  });

  it.each(EDGES)('is finite and never negative: %s', (_, edge) => {
    expectFinite((x) => weighted(squaredDistances(x)), edge);
    expect(tf.tidy(() => squaredDistances(tf.tensor2d(edge)).min().dataSync()[0])).toBeGreaterThanOrEqual(0);
  });

  it('refuses samples in different spaces', () => {
    expect(() => squaredDistances(tf.zeros([2, 3]), tf.zeros([2, 4]))).toThrow(
      /squaredDistances: y: expected 3/,
    );
  });
});
