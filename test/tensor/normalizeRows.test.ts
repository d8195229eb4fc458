import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalizeRows } from '../../src/tensor/normalizeRows.js';
import { onBackends } from '../helpers/backends.js';
import { EDGES, expectFinite, matrices, RUNS } from '../losses/samples.js';
import { expectReference, referenceCases } from '../reference/losses.js';

const rows = (x: number[][]): number[][] => tf.tidy(() => normalizeRows(tf.tensor2d(x)).arraySync());

onBackends('normalizeRows', () => {
  it.each(referenceCases('normalizeRows'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ x }) => normalizeRows(x!));
  });

  it('gives rows of unit length that keep their direction; zero rows stay zero', () => {
    const law = fc.property(matrices(4, 3), (x) => {
      for (const [i, row] of rows(x).entries()) {
        const length = Math.hypot(...x[i]!);
        expect(Math.hypot(...row)).toBeCloseTo(length === 0 ? 0 : 1, 5);
        for (const [d, v] of row.entries()) expect(v * length).toBeCloseTo(x[i]![d]!, 4);
      }
    });
    fc.assert(law, RUNS);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    const total = (x: tf.Tensor2D): tf.Scalar =>
      normalizeRows(x)
        .mul(tf.tensor1d([1, 2, 3]))
        .mean();
    expectFinite(total, edge);
  });

  it('bounds the gradient of a zero row', () => {
    const gradient = tf.tidy(() =>
      tf
        .grad((x) => normalizeRows(x as tf.Tensor2D).sum())(tf.zeros([1, 2]))
        .dataSync(),
    );
    expect(Math.max(...gradient)).toBeLessThanOrEqual(1.01e6);
  });
});
