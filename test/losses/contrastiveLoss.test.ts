import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContrastiveLossOptions, contrastiveLoss } from '../../src/losses/contrastiveLoss.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, matrices, oneHot, RUNS, sample } from './samples.js';

const V1 = sample(8, 3, 1);
const V2 = sample(8, 3, 2);
const LABELS = oneHot([0, 1, 1, 0, -1, 2, 0, -1], 3);

function loss(view1: number[][], view2: number[][], labels?: number[][], temperature = 0.2): number {
  return tf.tidy(() => {
    const options = { temperature, ...(labels ? { labels: tf.tensor2d(labels) } : {}) };
    return contrastiveLoss(tf.tensor2d(view1), tf.tensor2d(view2), options).dataSync()[0]!;
  });
}

onBackends('contrastiveLoss', () => {
  it.each(referenceCases<ContrastiveLossOptions>('contrastiveLoss'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ view1, view2, labels }) =>
      contrastiveLoss(view1!, view2!, { ...one.options, labels }),
    );
  });

  it('has the gradient of its value in both views, with and without labels', () => {
    for (const known of [undefined, LABELS]) {
      const labels = () => known && tf.tensor2d(known);
      expectGradient((v) => contrastiveLoss(v, tf.tensor2d(V2), { labels: labels() }), V1, { step: 5e-3 });
      expectGradient((v) => contrastiveLoss(tf.tensor2d(V1), v, { labels: labels() }), V2, { step: 5e-3 });
    }
  });

  it('treats cells without labels, or with one label each, as unlabelled', () => {
    const plain = loss(V1, V2);
    expect(loss(V1, V2, oneHot(Array(8).fill(-1), 2))).toBeCloseTo(plain, 5);
    expect(loss(V1, V2, oneHot([0, 1, 2, 3, 4, 5, 6, 7], 8))).toBeCloseTo(plain, 5);
  });

  it('does not change when views are swapped, cells reordered or rows scaled', () => {
    const law = fc.property(matrices(5, 3), matrices(5, 3), (a, b) => {
      const long = (m: number[][]) => m.map((row) => row.map((v, d) => v + (d === 0 ? 10 : 0)));
      const [x, y] = [long(a), long(b)];
      expect(loss(y, x)).toBeCloseTo(loss(x, y), 4);
      expect(loss([...x].reverse(), [...y].reverse())).toBeCloseTo(loss(x, y), 4);
      expect(
        loss(
          x.map((row) => row.map((v) => 5 * v)),
          y,
        ),
      ).toBeCloseTo(loss(x, y), 4);
    });
    fc.assert(law, RUNS);
  });

  it('is least when views agree and cells differ', () => {
    const apart = [
      [1, 0],
      [-1, 0],
    ];
    expect(loss(apart, apart, undefined, 0.05)).toBeCloseTo(0, 5);
    expect(
      loss(
        apart,
        [
          [-1, 0],
          [1, 0],
        ],
        undefined,
        0.05,
      ),
    ).toBeGreaterThan(30);
  });

  it('is log(2 cells - 1) where all rows are equal', () => {
    const equal = sample(4, 2, 1, { scale: 0, shift: 1 });
    expect(loss(equal, equal)).toBeCloseTo(Math.log(7), 5);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((v) => contrastiveLoss(v, tf.tensor2d(V2)), edge);
    expectFinite((v) => contrastiveLoss(v, v, { labels: tf.tensor2d(LABELS), temperature: 1e-3 }), edge);
  });

  it('is 0 for one cell', () => {
    expect(expectFinite((v) => contrastiveLoss(v, tf.tensor2d([[3, 1]])), [[1, 2]])).toBeCloseTo(0, 5);
  });
});

describe('contrastiveLoss refuses', () => {
  it('views or labels of other cells', () => {
    expect(() => loss(V1, V2.slice(1))).toThrow(/contrastiveLoss: view2: expected shape \[8, 3\]/);
    expect(() => loss(V1, V2, LABELS.slice(1))).toThrow(/contrastiveLoss: labels: expected 8 rows/);
  });

  it('a temperature of 0', () => {
    expect(() => loss(V1, V2, undefined, 0)).toThrow(/contrastiveLoss: temperature/);
  });
});
