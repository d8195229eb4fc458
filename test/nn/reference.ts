import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import type { Layer } from '../../src/nn/layers/layer.js';
import { createRng } from '../../src/random/rng.js';
import { withoutLeak } from '../helpers/backends.js';
import { relativeDistance } from '../helpers/gradient.js';

interface Values {
  shape: number[];
  data: number[];
}

/** Output, and gradients of the sum of outputs weighted by cos(0), cos(1), …. */
interface Applied {
  output: number[];
  inputGradient: number[];
  /** Of the trainable variables, in their order. */
  gradients: number[][];
}

/** A layer or network with its values in PyTorch, float64 (nn.py). */
export interface ReferenceCase<Options> {
  name: string;
  kind: string;
  options: Options;
  x: [Values, Values];
  /** Values of all variables before the first step. */
  start: Values[];
  /** One application in training on each x. */
  steps: Applied[];
  /** Values of all variables after both; only running statistics move. */
  after: number[][];
  /** Then one on the first x, in inference. */
  inference: Applied;
}

const all: ReferenceCase<never>[] = JSON.parse(
  readFileSync(new URL('../reference/nn.json', import.meta.url), 'utf8'),
);

/** The cases of one kind, such as `'batchNorm'`. */
export function referenceCases<Options>(kind: string): ReferenceCase<Options>[] {
  return all.filter((one) => one.kind === kind);
}

/** Output and gradients of a layer, as plain numbers. */
export function applied(layer: Layer, x: tf.Variable, training: boolean, frozen = false): Applied {
  const mode = { training, frozen, rng: createRng(0) };
  const trainable = layer.variables.filter((variable) => variable.trainable);
  return tf.tidy(() => {
    let output: number[] = [];
    const { grads } = tf.variableGrads(() => {
      const y = layer.apply(x as unknown as tf.Tensor2D, mode);
      output = [...y.dataSync()];
      const weights = tf.tensor2d(
        Float32Array.from(output, (_, k) => Math.cos(k)),
        y.shape,
      );
      return y.mul(weights).sum() as tf.Scalar;
    }, [x, ...trainable]);
    // A variable on which the output doesn't depend has no gradient.
    const gradientOf = (variable: tf.Variable) => [
      ...(grads[variable.name] ?? tf.zerosLike(variable)).dataSync(),
    ];
    return { output, inputGradient: gradientOf(x), gradients: trainable.map(gradientOf) };
  });
}

function expectApplied(got: Applied, wanted: Applied, when: string): void {
  const compare = (what: string, a: number[], b: number[]): void => {
    expect(a.length, `${when}: ${what}`).toBe(b.length);
    // A bias before batch norm has gradient 0 except for rounding, which has no meaningful relative error.
    const vanishes = b.every((value) => Math.abs(value) < 1e-6);
    if (vanishes) expect(Math.max(...a.map(Math.abs)), `${when}: ${what}`).toBeLessThan(1e-5);
    else expect(relativeDistance(a, b), `${when}: ${what}`).toBeLessThan(2e-5);
  };
  compare('output', got.output, wanted.output);
  compare('gradient in the input', got.inputGradient, wanted.inputGradient);
  wanted.gradients.forEach((gradient, i) => {
    compare(`gradient ${i}`, got.gradients[i]!, gradient);
  });
}

/** Fails unless outputs, gradients and running statistics agree with PyTorch, in training and after; no tensor is left. */
export function expectReference<Options>(reference: ReferenceCase<Options>, make: () => Layer): void {
  withoutLeak(() => {
    const layer = make();
    const [x1, x2] = reference.x.map(({ shape, data }) => tf.tidy(() => tf.variable(tf.tensor(data, shape))));
    expect(layer.variables.map(({ shape }) => shape)).toEqual(reference.start.map(({ shape }) => shape));
    tf.tidy(() => {
      for (const [i, { shape, data }] of reference.start.entries())
        layer.variables[i]!.assign(tf.tensor(data, shape));
    });
    expectApplied(applied(layer, x1!, true), reference.steps[0]!, 'first step');
    expectApplied(applied(layer, x2!, true), reference.steps[1]!, 'second step');
    layer.variables.forEach((variable, i) => {
      expect(relativeDistance(variable.dataSync(), reference.after[i]!), `variable ${i}`).toBeLessThan(1e-5);
    });
    expectApplied(applied(layer, x1!, false), reference.inference, 'inference');
    tf.dispose([...layer.variables, x1!, x2!]);
  });
}
