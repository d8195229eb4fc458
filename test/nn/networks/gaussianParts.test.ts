import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { createGaussianEncoder, gaussianMoments } from '../../../src/nn/networks/createGaussianEncoder.js';
import { createLabelPrior } from '../../../src/nn/networks/createLabelPrior.js';
import { createStandardScaler } from '../../../src/nn/networks/createStandardScaler.js';
import { sampleGaussian } from '../../../src/nn/sampleGaussian.js';
import { createRng } from '../../../src/random/rng.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';

const modeOf = (training: boolean) => ({ training, rng: createRng(3) });

onBackends('createGaussianEncoder', () => {
  it('starts with variance 1 for every cell, and means that differ', () => {
    withoutLeak(() => {
      const encoder = createGaussianEncoder({ inputs: 4, outputs: 3, hidden: [5], norm: 'none' });
      const [mean, logVariance] = tf.tidy(() => {
        const output = encoder.apply(tf.tensor2d([1, 2, 3, 4, -1, 0, 2, 5], [2, 4]), modeOf(false));
        const moments = gaussianMoments(output);
        return [moments.mean.dataSync(), moments.logVariance.dataSync()];
      });
      expect([...logVariance]).toEqual([0, 0, 0, 0, 0, 0]);
      expect(new Set(mean).size).toBe(6);
      tf.dispose([...encoder.variables]);
    });
  });
});

onBackends('sampleGaussian', () => {
  it('draws with the given deviations, but at least the smallest one, and returns the mean outside training', () => {
    tf.tidy(() => {
      const mean = tf.fill([4000, 2], 3) as tf.Tensor2D;
      const logVariance = tf.tile(tf.tensor2d([[2 * Math.log(0.5), -40]]), [4000, 1]) as tf.Tensor2D;
      const deviations = (least: number): Float32Array => {
        const z = sampleGaussian(mean, logVariance, modeOf(true), least);
        return tf.moments(z, 0).variance.sqrt().dataSync() as Float32Array;
      };
      const [free, floored] = [deviations(0), deviations(0.01)];
      expect(free[0]).toBeCloseTo(0.5, 1);
      expect(free[1]).toBeLessThan(1e-6);
      expect(floored[1]! / 0.01).toBeCloseTo(1, 1);
      expect(sampleGaussian(mean, logVariance, modeOf(false))).toBe(mean);
    });
  });
});

onBackends('createStandardScaler', () => {
  it('scales the given cells to mean 0 and variance 1 over n; a constant column is only centred', () => {
    withoutLeak(() => {
      const cells = { data: Float32Array.of(1, 5, 3, 5, 8, 5), shape: [3, 2] as [number, number] };
      const scaler = createStandardScaler(2, cells);
      const scaled = tf.tidy(() =>
        scaler.apply(tf.tensor2d(cells.data, cells.shape), modeOf(false)).dataSync(),
      );
      const deviation = Math.sqrt((9 + 1 + 16) / 3);
      [-3, 0, -1, 0, 4, 0].forEach((value, i) => {
        expect(scaled[i]).toBeCloseTo(value / deviation, 5);
      });
      expect(scaler.variables.map(({ trainable }) => trainable)).toEqual([false, false]);
      tf.dispose([...scaler.variables]);
    });
  });

  it('leaves cells unchanged until it has moments', () => {
    const scaler = createStandardScaler(2);
    const same = tf.tidy(() => scaler.apply(tf.tensor2d([[2, -7]]), modeOf(false)).dataSync());
    expect([...same]).toEqual([2, -7]);
    tf.dispose([...scaler.variables]);
  });
});

it('createLabelPrior starts uniform in [0, 1), the same for the same stream', () => {
  const values = () => {
    const prior = createLabelPrior({ labels: 30, size: 10, rng: createRng(1).stream('prior') });
    const all = prior.variables.map((table) => Array.from(table.dataSync()));
    tf.dispose([...prior.variables]);
    return all as [number[], number[]];
  };
  const [means, logVariances] = values();
  expect(values()).toEqual([means, logVariances]);
  expect(means).not.toEqual(logVariances);
  for (const all of [means, logVariances]) {
    expect([Math.min(...all) >= 0, Math.max(...all) < 1]).toEqual([true, true]);
    expect(all.reduce((a, b) => a + b, 0) / all.length).toBeCloseTo(0.5, 1);
  }
  expect(() => createLabelPrior({ labels: 0, size: 2 })).toThrow(RangeError);
});
