import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { gradientPenalty } from '../../src/losses/gradientPenalty.js';
import { createRng } from '../../src/random/rng.js';
import { trace } from '../../src/record/trace.js';
import { publicFunctions } from '../helpers/publicFunctions.js';
import { expectSameTraced, numbers, withGradients } from './compare.js';
import { functionCases } from './functionCases.js';

describe.each(Object.keys(functionCases))('recorded as a graph, value and gradients: %s', (folder) => {
  beforeAll(() => tf.setBackend('cpu'));
  const cases = functionCases[folder]!;

  test.each(cases)('%s', async (_, f, shapes) => {
    const given = Object.fromEntries(shapes.map((shape, i) => [`i${i}`, numbers(shape, i + 1)]));
    await expectSameTraced(withGradients(f as (...inputs: tf.Tensor[]) => tf.Tensor), given);
    tf.dispose(given);
  });

  test('nothing that is exported is left out', async () => {
    const covered = new Set(cases.map(([name]) => name.split(',')[0]!));
    expect([...covered].sort()).toEqual(await publicFunctions(folder));
  });
});

test('second derivatives that tfjs gets wrong are refused while recording, as they are without', () => {
  const penalty = (x: tf.Tensor): tf.Tensor =>
    gradientPenalty((at) => tf.tanh(at), x as tf.Tensor2D, createRng(5));
  const record = () => trace(({ x }) => ({ g: tf.grad(penalty)(x!) }), { x: { shape: [8, 3] } });
  expect(record).toThrow(/received Tanh. Use relu or softplus/);
});
