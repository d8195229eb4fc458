import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { affineLayer } from '../../../src/nn/layers/affineLayer.js';
import { batchNorm } from '../../../src/nn/layers/batchNorm.js';
import type { Layer } from '../../../src/nn/layers/layer.js';
import { linearLayer } from '../../../src/nn/layers/linearLayer.js';
import { layerNorm } from '../../../src/nn/layers/normLayer.js';
import { createRng } from '../../../src/random/rng.js';
import { onBackends, withoutLeak } from '../../helpers/backends.js';
import { applied, expectReference, referenceCases } from '../reference.js';

const makers: Record<string, (options: { size: number; inputs: number; outputs: number }) => Layer> = {
  linear: ({ inputs, outputs }) => linearLayer(inputs, outputs, createRng(1)),
  batchNorm: ({ size }) => batchNorm(size),
  layerNorm: ({ size }) => layerNorm(size),
  affine: ({ size }) => affineLayer(size),
};

onBackends('layers against PyTorch', () => {
  test.each(Object.keys(makers))('%s', (kind) => {
    const cases = referenceCases<Parameters<(typeof makers)[string]>[0]>(kind);
    expect(cases).toHaveLength(1);
    expectReference(cases[0]!, () => makers[kind]!(cases[0]!.options));
  });

  test.each(Object.keys(makers))(
    '%s, frozen: no gradient in its parameters, all of it in the input',
    (kind) => {
      withoutLeak(() => {
        const layer = makers[kind]!({ size: 4, inputs: 4, outputs: 3 });
        const x = tf.tidy(() => tf.variable(tf.randomNormal([6, 4], 1, 2, 'float32', 5)));
        const free = applied(layer, x, true);
        const before = layer.variables.map((variable) => [...variable.dataSync()]);
        const frozen = applied(layer, x, true, true);
        expect(frozen.output).toEqual(free.output);
        expect(frozen.inputGradient).toEqual(free.inputGradient);
        expect(free.gradients.flat().some((value) => value !== 0)).toBe(true);
        expect(frozen.gradients.flat().every((value) => value === 0)).toBe(true);
        expect(layer.variables.map((variable) => [...variable.dataSync()])).toEqual(before);
        tf.dispose([...layer.variables, x]);
      });
    },
  );
});

describe('linearLayer', () => {
  test('starts within ±1/√inputs, spread over that range, and is fixed by the stream', () => {
    const [weight, bias] = linearLayer(100, 50, createRng(1)).variables;
    const values = [...weight!.dataSync(), ...bias!.dataSync()];
    expect(Math.max(...values)).toBeLessThanOrEqual(0.1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.1);
    expect(values.filter((value) => Math.abs(value) > 0.05).length / values.length).toBeCloseTo(0.5, 1);
    const same = linearLayer(100, 50, createRng(1)).variables;
    const other = linearLayer(100, 50, createRng(2)).variables;
    expect(same[0]!.dataSync()).toEqual(weight!.dataSync());
    expect(other[0]!.dataSync()).not.toEqual(weight!.dataSync());
    tf.dispose([weight!, bias!, ...same, ...other]);
  });
});

describe('batchNorm', () => {
  test('a minibatch of one cell stays finite, in values and running statistics', () => {
    withoutLeak(() => {
      const layer = batchNorm(2);
      const x = tf.tidy(() => tf.variable(tf.tensor2d([[3, -4]])));
      expect(applied(layer, x, true).output).toEqual([0, 0]);
      expect(layer.variables.flatMap((variable) => [...variable.dataSync()]).every(Number.isFinite)).toBe(
        true,
      );
      tf.dispose([...layer.variables, x]);
    });
  });
});
