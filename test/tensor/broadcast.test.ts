import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { checkFitsInto, sumTo } from '../../src/tensor/broadcast.js';

describe('broadcast', () => {
  it('accepts equal sizes, and single rows or columns', () => {
    const like = tf.zeros<tf.Rank.R2>([3, 2]);
    const shapes: [number, number][] = [
      [3, 2],
      [1, 2],
      [3, 1],
      [1, 1],
    ];
    for (const shape of shapes) {
      expect(() => checkFitsInto('f: x', tf.zeros(shape), like)).not.toThrow();
    }
    expect(() => checkFitsInto('f: x', tf.zeros([2, 2]), like)).toThrow(
      'f: x: expected shape [3, 2], [1, 2] or [3, 1], received [2, 2].',
    );
  });

  it('sums a gradient over the entries that were served', () => {
    const x = tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const values = (shape: [number, number]) => Array.from(sumTo(x, tf.zeros(shape)).dataSync());
    expect(values([1, 2])).toEqual([9, 12]);
    expect(values([3, 1])).toEqual([3, 7, 11]);
    expect(values([1, 1])).toEqual([21]);
    expect(sumTo(x, tf.zeros([3, 2]))).toBe(x);
  });
});
