import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RbfKernelOptions, rbfKernel } from '../../../src/losses/rbf/rbfKernel.js';
import { onBackends } from '../../helpers/backends.js';
import { expectGradient } from '../../helpers/gradient.js';
import { expectReference, referenceCases } from '../../reference/losses.js';
import { EDGES, expectFinite, matrices, RUNS, sample } from '../samples.js';

const Y = sample(5, 3, 2);

const kernel = (x: number[][], y?: number[][], options?: RbfKernelOptions): number[][] =>
  tf.tidy(() => rbfKernel(tf.tensor2d(x), y && tf.tensor2d(y), options).arraySync());

onBackends('rbfKernel', () => {
  it.each(referenceCases<RbfKernelOptions>('rbfKernel'))('agrees with PyTorch: $name', (one) => {
    expectReference(one, ({ x, y }) => rbfKernel(x!, y, one.options));
  });

  it('takes the same tensor twice for one sample', () => {
    const x = tf.tensor2d(sample(6, 3, 1));
    const [once, twice] = tf.tidy(() => [rbfKernel(x).arraySync(), rbfKernel(x, x).arraySync()]);
    expect(twice).toEqual(once);
    x.dispose();
  });

  it.each([{}, { kernelMul: 1.5 }, { kernelNum: 1 }, { sigma: 1 }])(
    'has the gradient of its value with the bandwidth held: %o',
    (options) => {
      const held = 'sigma' in options ? options : { fixSigma: 3, ...options };
      const slopes = tf.range(0, 30).reshape([6, 5]);
      const weighted = (x: tf.Tensor2D, y: tf.Tensor2D): tf.Scalar =>
        rbfKernel(x, y, held).mul(slopes).mean();
      expectGradient((x) => weighted(x, tf.tensor2d(Y)), sample(6, 3, 1));
      expectGradient((y) => weighted(tf.tensor2d(sample(6, 3, 1)), y), Y);
      slopes.dispose();
    },
  );

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((x) => rbfKernel(x).mean(), edge);
    expectFinite((x) => rbfKernel(x, tf.tensor2d(Y), { kernelMul: 3 }).mean(), edge);
    expectFinite((x) => rbfKernel(x, tf.tensor2d(Y), { sigma: 1e-3 }).mean(), edge);
  });

  it('is the number of Gaussians for equal rows, even if all rows are equal', () => {
    expect(
      kernel([
        [2, 2],
        [2, 2],
      ]),
    ).toEqual([
      [5, 5],
      [5, 5],
    ]);
    expect(kernel([[7, 7]], [[7, 7]], { kernelNum: 3 })).toEqual([[3]]);
  });

  it('is symmetric, positive and largest on the diagonal', () => {
    const law = fc.property(matrices(5, 2), (x) => {
      const k = kernel(x);
      for (const [i, row] of k.entries()) {
        expect(row[i]).toBeCloseTo(5, 4);
        for (const [j, v] of row.entries()) {
          expect(v).toBeGreaterThanOrEqual(0);
          expect(v).toBeLessThanOrEqual(5);
          expect(v).toBeCloseTo(k[j]![i]!, 5);
        }
      }
    });
    fc.assert(law, RUNS);
  });

  it('does not change when all rows are scaled or shifted together', () => {
    const moved = (x: number[][]) => x.map((row) => row.map((v) => 8 * v + 16));
    const [before, after] = [kernel(sample(6, 3, 1), Y), kernel(moved(sample(6, 3, 1)), moved(Y))];
    for (const [i, v] of before.flat().entries()) expect(after.flat()[i]).toBeCloseTo(v, 4);
  });
});

describe('rbfKernel refuses', () => {
  it('sigma together with the options of several Gaussians', () => {
    expect(() => kernel(Y, Y, { sigma: 1, fixSigma: 2 })).toThrow(/sigma alone.*sigma and fixSigma/);
  });

  it('values out of range and unknown options', () => {
    expect(() => kernel(Y, Y, { sigma: 0 })).toThrow(/rbfKernel: sigma/);
    expect(() => kernel(Y, Y, { kernelNum: 2.5 })).toThrow(/rbfKernel: kernelNum/);
    expect(() => kernel(Y, Y, { bandwidth: 1 } as RbfKernelOptions)).toThrow(/unknown option 'bandwidth'/);
  });

  it('samples in different spaces or without rows', () => {
    expect(() => kernel(Y, sample(4, 2, 1))).toThrow(/expected 3 columns/);
    expect(() => tf.tidy(() => rbfKernel(tf.zeros([0, 3])))).toThrow(
      /rbfKernel: x: expected at least one row/,
    );
  });
});
