import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { cosineSimilarities } from '../../src/tensor/cosineSimilarities.js';
import { onBackends } from '../helpers/backends.js';
import { EDGES, expectFinite } from '../losses/samples.js';
import { expectReference, referenceCases } from '../reference/losses.js';

onBackends('cosineSimilarities', () => {
  it.each(referenceCases('cosineSimilarities'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ x, y }) => cosineSimilarities(x!, y!));
  });

  it('is 1 for the same, 0 for an orthogonal and -1 for the opposite direction, and 0 for a zero row', () => {
    const x = [
      [2, 0],
      [0, 3],
      [-1, 0],
      [0, 0],
    ];
    const found = tf.tidy(() => cosineSimilarities(tf.tensor2d(x), tf.tensor2d([[5, 0]])).dataSync());
    for (const [i, v] of [1, 0, -1, 0].entries()) expect(found[i]).toBeCloseTo(v, 6);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((x) => cosineSimilarities(x).mean(), edge);
  });

  it('refuses samples in different spaces', () => {
    expect(() => cosineSimilarities(tf.zeros([2, 3]), tf.zeros([2, 4]))).toThrow(/expected 3 columns/);
  });
});
