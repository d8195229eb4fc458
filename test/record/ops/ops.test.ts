import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { opTable } from '../../../src/record/ops/opTable.js';
import { expectSameTraced, numbers, withGradients } from '../compare.js';
import { opCases } from './opCases.js';

describe('ops', () => {
  beforeAll(() => tf.setBackend('cpu'));

  test.each(opCases)('$name', async ({ f, shapes, range, gradient = true }) => {
    const given = Object.fromEntries(shapes.map((shape, i) => [`i${i}`, numbers(shape, i + 1, range)]));
    const forward = (inputs: Record<string, tf.Tensor>) => ({ y: f(...Object.values(inputs)) });
    await expectSameTraced(gradient ? withGradients(f) : forward, given);
    tf.dispose(given);
  });

  test('every op of the table is among them', async () => {
    const used = new Set<string>();
    for (const { f, shapes, range, gradient = true } of opCases) {
      const { kernelNames } = await tf.profile(() =>
        tf.tidy(() => {
          const given = shapes.map((shape, i) => numbers(shape, i + 1, range));
          if (gradient) withGradients(f)(Object.fromEntries(given.entries()), { input: () => given[0]! });
          return f(...given).sum();
        }),
      );
      for (const name of kernelNames) used.add(name);
    }
    expect(Object.keys(opTable).filter((name) => !used.has(name))).toEqual([]);
  });
});
