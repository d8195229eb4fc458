import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { encodeLabels } from '../../../src/matrix/labels.js';
import {
  groupCodes,
  groupOneHot,
  groupShape,
  referenceColumns,
} from '../../../src/systems/scDisInFact/groups.js';

const conditions = ['dose', 'day'];
const batch = encodeLabels('batch', ['a', 'a', 'b', 'b', 'b', 'a', 'b']);
const dose = encodeLabels('dose', ['0', '1', '0', '2', '2', '1', '0']);
const day = encodeLabels('day', ['x', 'x', 'y', 'x', 'x', 'y', 'y']);
const set = {
  x: { data: new Float32Array(7), shape: [7, 1] as [number, number] },
  batch,
  covariates: { dose, day },
};
const codes = groupCodes(set, conditions);
const shape = { sizes: [2, 3, 2], groups: 12 };

it('counts batch, then labels, the last type fastest', () => {
  const sizes = { batches: ['a', 'b'], covariates: { dose: { size: 3 }, day: { size: 2 } } };
  expect(groupShape(sizes as never, conditions)).toEqual(shape);
  expect([...codes]).toEqual([0, 2, 7, 10, 10, 3, 7]);
});

it('makes the same groups of one-hots', () => {
  tf.tidy(() => {
    const oneHot = ({ codes, categories }: typeof batch) =>
      tf.oneHot(tf.tensor1d(codes, 'int32'), categories.length, 1, 0, 'float32') as tf.Tensor2D;
    const groups = groupOneHot(oneHot(batch), [oneHot(dose), oneHot(day)]);
    expect([...groups.argMax(1).dataSync()]).toEqual([...codes]);
    expect([...groups.sum(1).dataSync()]).toEqual(new Array(7).fill(1));
  });
});

/** The reference of each group; -1 for none. */
function references(within?: number): number[] {
  const { data } = referenceColumns(codes, shape, within);
  return Array.from({ length: 12 }, (_, group) =>
    Array.from({ length: 12 }, (_, row) => data[row * 12 + group]).indexOf(1),
  );
}

it('compares with the largest group of all, the first of equals, or of those with the same label', () => {
  expect(references()).toEqual(new Array(12).fill(7));
  // Groups of dose 0 are 0, 1, 6, 7; of dose 1: 2, 3, 8, 9; of dose 2: 4, 5, 10, 11.
  expect(references(1)).toEqual([7, 7, 2, 2, 10, 10, 7, 7, 2, 2, 10, 10]);
  expect(references(2)).toEqual([10, 7, 10, 7, 10, 7, 10, 7, 10, 7, 10, 7]);
});

it('has no reference for a label without cells', () => {
  const { data } = referenceColumns(Int32Array.of(0, 0), { sizes: [1, 2], groups: 2 }, 1);
  expect([...data]).toEqual([1, 0, 0, 0]);
});
