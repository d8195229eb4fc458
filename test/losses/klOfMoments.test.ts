import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { klOfMoments } from '../../src/losses/klOfMoments.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, matrices, RUNS, sample } from './samples.js';

const kl = (z: number[][]): number => tf.tidy(() => klOfMoments(tf.tensor2d(z)).dataSync()[0]!);

onBackends('klOfMoments', () => {
  it.each(referenceCases('klOfMoments'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ z }) => klOfMoments(z!));
  });

  it('has the gradient of its value', () => {
    expectGradient(klOfMoments, sample(6, 2, 1));
  });

  it('is 0 for mean 0 and variance 1 and never below', () => {
    expect(
      kl([
        [-1, 1],
        [1, -1],
      ]),
    ).toBeCloseTo(0, 5);
    const law = fc.property(matrices(4, 2), (z) => {
      expect(kl(z)).toBeGreaterThan(-2e-6);
    });
    fc.assert(law, RUNS);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite(klOfMoments, edge);
  });

  it('is finite for a single cell', () => {
    expectFinite(klOfMoments, [[1, 2]]);
  });
});
