import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { batchDependenceLoss } from '../../src/losses/batchDependenceLoss.js';
import { conditionalBatchDependenceLoss } from '../../src/losses/conditionalBatchDependenceLoss.js';
import { neighborhoods } from '../../src/losses/rbf/neighborhoods.js';
import { onBackends } from '../helpers/backends.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, oneHot, sample } from './samples.js';

const CODES = [0, 0, 1, 1, 1, 2, 0, 1];

/** Two types far apart; the batches hold them in different proportions, and `shift` moves a batch within each type. */
function twoTypes(shift: number): { z: number[][]; batch: number[][]; types: number[][] } {
  const cells = Array.from({ length: 240 }, (_, i) => {
    const batch = i % 2;
    return { batch, type: i % 12 < (batch ? 9 : 3) ? 1 : 0 };
  });
  const noise = sample(240, 2, 5);
  return {
    z: cells.map(({ batch, type }, i) => [noise[i]![0]! + 8 * type, noise[i]![1]! + shift * batch]),
    batch: oneHot(
      cells.map(({ batch }) => batch),
      2,
    ),
    types: oneHot(
      cells.map(({ type }) => type),
      2,
    ),
  };
}

type Strata = (z: tf.Tensor2D, types: tf.Tensor2D) => tf.Tensor2D;

const ways: [string, Strata][] = [
  ['neighbourhoods', (z) => neighborhoods(z)],
  ['types', (_, types) => types],
];

const within = (shift: number, strata: Strata): number =>
  tf.tidy(() => {
    const { z, batch, types } = twoTypes(shift);
    const cells = tf.tensor2d(z);
    const of = strata(cells, tf.tensor2d(types));
    return conditionalBatchDependenceLoss(cells, tf.tensor2d(batch), of).dataSync()[0]!;
  });

onBackends('conditionalBatchDependenceLoss', () => {
  it.each(referenceCases<{ width?: number }>('conditionalBatchDependenceLoss'))(
    'agrees with PyTorch: $name',
    (one) => {
      expectReference(one, ({ z, oneHot, strata }) =>
        tf.tidy(() => conditionalBatchDependenceLoss(z!, oneHot!, strata ?? neighborhoods(z!, one.options))),
      );
    },
  );

  it.each(ways)(
    'is about 0 where only the mixtures differ, and grows with the batch effect: %s',
    (_, strata) => {
      const { z, batch } = twoTypes(0);
      const marginal = tf.tidy(() => batchDependenceLoss(tf.tensor2d(z), tf.tensor2d(batch)).dataSync()[0]!);
      expect(marginal).toBeGreaterThan(0.05);
      const values = [0, 1, 2].map((shift) => within(shift, strata));
      expect(values[0]).toBeLessThan(0.02);
      expect(values[1]).toBeGreaterThan(values[0]! + 0.03);
      expect(values[2]).toBeGreaterThan(values[1]! + 0.03);
    },
  );

  it('is batchDependenceLoss, in one stratum of many cells', () => {
    const { z, batch } = twoTypes(1);
    const [one, marginal] = tf.tidy(() => {
      const [cells, batches] = [tf.tensor2d(z), tf.tensor2d(batch)];
      const inOne = conditionalBatchDependenceLoss(cells, batches, tf.ones([240, 1]));
      return [inOne.dataSync()[0]!, batchDependenceLoss(cells, batches).dataSync()[0]!];
    });
    expect(one).toBeCloseTo(marginal!, 3);
  });

  it('is 0 for a single batch, for cells in no stratum and for batches that share no stratum', () => {
    const z = sample(8, 3, 1);
    const value = (batch: number[][], strata: number[][]) =>
      tf.tidy(
        () =>
          conditionalBatchDependenceLoss(
            tf.tensor2d(z),
            tf.tensor2d(batch),
            tf.tensor2d(strata),
          ).dataSync()[0]!,
      );
    expect(value(oneHot(Array(8).fill(1), 3), oneHot(Array(8).fill(0), 1))).toBeCloseTo(0, 6);
    expect(value(oneHot(CODES, 3), oneHot(Array(8).fill(-1), 2))).toBe(0);
    expect(value(oneHot(CODES, 3), oneHot(CODES, 3))).toBeCloseTo(0, 6);
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    for (const codes of [CODES, Array(8).fill(0), [0, 1, 2, 3, 4, 5, 6, 7]]) {
      const labels = oneHot(codes, 8);
      expectFinite((z) => conditionalBatchDependenceLoss(z, tf.tensor2d(labels), neighborhoods(z)), edge);
    }
  });
});

describe('conditionalBatchDependenceLoss and neighborhoods refuse', () => {
  it('strata or labels of other cells, and a width that is not positive', () => {
    const [z, batch] = [tf.zeros<tf.Rank.R2>([3, 2]), tf.zeros<tf.Rank.R2>([3, 2])];
    const loss = (a: tf.Tensor2D, b: tf.Tensor2D) => () => conditionalBatchDependenceLoss(z, a, b);
    expect(loss(tf.zeros([2, 2]), batch)).toThrow(/conditionalBatchDependenceLoss: oneHot: expected 3 rows/);
    expect(loss(batch, tf.zeros([2, 2]))).toThrow(/conditionalBatchDependenceLoss: strata: expected 3 rows/);
    expect(() => neighborhoods(z, { width: 0 })).toThrow(/neighborhoods: width/);
    expect(() => neighborhoods(z, { witdh: 1 } as object)).toThrow(/Did you mean 'width'/);
  });
});
