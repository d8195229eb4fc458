import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { logSumExpRows } from '../../src/tensor/logSumExpRows.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { EDGES, expectFinite, sample } from '../losses/samples.js';

const rows = (x: number[][]): number[] => tf.tidy(() => Array.from(logSumExpRows(tf.tensor2d(x)).dataSync()));

onBackends('logSumExpRows', () => {
  it('is the logarithm of the summed exponentials, even if those overflow', () => {
    expect(rows([[0, 0]])[0]).toBeCloseTo(Math.log(2), 6);
    expect(rows([[1e4, 1e4]])[0]).toBeCloseTo(1e4 + Math.log(2), 2);
    expect(rows([[-1e4, -1e9]])[0]).toBe(-1e4);
  });

  it('has the gradient of its value', () => {
    expectGradient((x) => logSumExpRows(x).square().mean(), sample(4, 5, 1));
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    expectFinite((x) => logSumExpRows(x).mean(), edge);
  });
});
