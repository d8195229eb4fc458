import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { kernelTable } from '../../../src/record/ops/opTable.js';
import { expectSameTraced, numbers, withGradients } from '../compare.js';
import { kernelCases } from './opCases.js';

describe('kernels', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test.each(kernelCases)('$name', async ({ f, shapes, range, gradient = true }) => {
    const given = Object.fromEntries(shapes.map((shape, i) => [`i${i}`, numbers(shape, i + 1, range)]));
    const forward = (inputs: Record<string, tf.Tensor>) => ({ y: f(...Object.values(inputs)) });
    await expectSameTraced(gradient ? withGradients(f) : forward, given);
    tf.dispose(given);
  });

  test('every kernel of the table is among them', async () => {
    const used = new Set<string>();
    for (const { f, shapes, range, gradient = true } of kernelCases) {
      const { kernelNames } = await tf.profile(() =>
        tf.tidy(() => {
          const given = shapes.map((shape, i) => numbers(shape, i + 1, range));
          if (gradient) withGradients(f)(Object.fromEntries(given.entries()), { input: () => given[0]! });
          return f(...given).sum();
        }),
      );
      for (const name of kernelNames) used.add(name);
    }
    expect(Object.keys(kernelTable).filter((name) => !used.has(name))).toEqual([]);
  });
});
