import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { dropoutNoise } from '../../src/noise/dropoutNoise.js';
import { gaussianNoise } from '../../src/noise/gaussianNoise.js';
import { inputNoise } from '../../src/noise/inputNoise.js';
import { createRng } from '../../src/random/rng.js';
import { linearSchedule } from '../../src/schedules/linearSchedule.js';
import { type Scheduled, valueAt } from '../../src/schedules/schedule.js';
import { onBackends, withoutLeak } from '../helpers/backends.js';

const progress = { epoch: 0, epochs: 2, step: 0, steps: 10 };
const read = (make: () => tf.Tensor): Float32Array =>
  withoutLeak(() => tf.tidy(() => make().dataSync() as Float32Array).slice());
const valueAtStep =
  (step: number) =>
  (scheduled: Scheduled): tf.Scalar =>
    tf.scalar(valueAt(scheduled, { ...progress, step }));
const ones = (): tf.Tensor2D => tf.ones([50, 40]);

onBackends('noise', () => {
  test('Gaussian noise has the requested deviation, differs between draws and is fixed by the seed', () => {
    const rng = createRng(1);
    const [first, second] = [
      read(() => gaussianNoise(ones(), 0.5, rng)),
      read(() => gaussianNoise(ones(), 0.5, rng)),
    ];
    const deviation = Math.sqrt(first.reduce((sum, value) => sum + (value - 1) ** 2, 0) / first.length);
    expect(Math.abs(deviation - 0.5)).toBeLessThan(0.03);
    expect(second).not.toEqual(first);
    expect(read(() => gaussianNoise(ones(), 0.5, createRng(1)))).toEqual(first);
  });

  test('dropout sets the requested share to 0 and preserves the mean', () => {
    const values = read(() => dropoutNoise(ones(), 0.25, createRng(1)));
    const zeros = values.filter((value) => value === 0).length / values.length;
    expect(Math.abs(zeros - 0.25)).toBeLessThan(0.04);
    expect(new Set(values).size).toBe(2);
    expect(Math.max(...values)).toBeCloseTo(4 / 3, 6);
  });

  test('0 leaves values as they are', () => {
    expect(read(() => gaussianNoise(ones(), 0, createRng(1)))).toEqual(new Float32Array(2000).fill(1));
    expect(read(() => dropoutNoise(ones(), 0, createRng(1)))).toEqual(new Float32Array(2000).fill(1));
  });

  test('inputNoise follows its schedules', () => {
    const noise = inputNoise({ gaussian: linearSchedule({ from: 1, to: 0 }) });
    const deviation = (step: number) => {
      const values = read(() => noise.apply(ones(), valueAtStep(step), createRng(1)));
      return Math.sqrt(values.reduce((sum, value) => sum + (value - 1) ** 2, 0) / values.length);
    };
    expect(noise.level({ ...progress, step: 9 })).toBe(0);
    expect(deviation(0)).toBeGreaterThan(0.9);
    expect(deviation(9)).toBe(0);
  });

  test('errors name bad levels', () => {
    tf.tidy(() => {
      expect(() => gaussianNoise(ones(), -1, createRng(1))).toThrow(/gaussianNoise: stddev/);
      expect(() => dropoutNoise(ones(), 1, createRng(1))).toThrow(/dropoutNoise: rate/);
    });
    expect(() => inputNoise({ gausian: 1 } as never)).toThrow(/Did you mean 'gaussian'/);
  });
});
