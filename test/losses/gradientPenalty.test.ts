import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { gradientPenalty } from '../../src/losses/gradientPenalty.js';
import { createRng, type Rng } from '../../src/random/rng.js';
import { onBackends } from '../helpers/backends.js';
import { expectGradient } from '../helpers/gradient.js';
import { expectReference, referenceCases } from '../reference/losses.js';
import { EDGES, expectFinite, sample } from './samples.js';

type Activation = (x: tf.Tensor2D) => tf.Tensor2D;

const ACTIVATIONS: Record<string, Activation> = { relu: tf.relu, softplus: tf.softplus };
const W1 = sample(3, 5, 1);
const W2 = sample(5, 2, 2);
const Z = sample(6, 3, 3);

const network = (z: tf.Tensor2D, w1: tf.Tensor2D, act: Activation): tf.Tensor2D =>
  tf.matMul(act(tf.matMul(z, w1)), tf.tensor2d(W2));

// Returns uniform values that yield the given signs.
function drawing(signs: number[]): Rng {
  const uniform = (shape: [number, number]) => tf.tidy(() => tf.tensor2d(signs, shape).mul(-0.25).add(0.5));
  const recorded = { normal: uniform, uniform } as unknown as NonNullable<Rng['recorded']>;
  return { ...createRng(1), recorded };
}

onBackends('gradientPenalty', () => {
  it.each(referenceCases<{ activation: string }>('gradientPenalty'))(
    'agrees with PyTorch for the same v: $name',
    (one) => {
      const act = ACTIVATIONS[one.options.activation]!;
      const v = (one.inputs['v'] as number[][]).flat();
      expectReference(one, ({ z, w1, b1, w2 }) =>
        gradientPenalty((at) => tf.matMul(act(at.matMul(w1!).add(b1!)), w2!), z!, drawing(v)),
      );
    },
  );

  it.each(Object.keys(ACTIVATIONS))('has the right second-order gradient in the weights: %s', (name) => {
    const f = (w1: tf.Tensor2D) => (at: tf.Tensor2D) => network(at, w1, ACTIVATIONS[name]!);
    expectGradient((w1) => gradientPenalty(f(w1), tf.tensor2d(Z), createRng(7)), W1, { step: 1e-3 });
  });

  // Not relu: its penalty is piecewise constant in z.
  it('has the right second-order gradient in the latents, and in their inputs', () => {
    const penalty = (z: tf.Tensor2D) =>
      gradientPenalty((at) => network(at, tf.tensor2d(W1), tf.softplus), z, createRng(7));
    expectGradient(penalty, Z);
    expectGradient((x) => penalty(x.square()), sample(6, 3, 4, { scale: 0.5 }));
  });

  it('is the squared Frobenius norm of the Jacobian, on average over directions', () => {
    const exact = W1.flat().reduce((sum, v) => sum + v ** 2, 0);
    const value = tf.tidy(() => {
      const w = tf.tensor2d(W1);
      return gradientPenalty((z) => tf.matMul(z, w), tf.tensor2d(Z), createRng(1), {
        probes: 300,
      }).dataSync()[0]!;
    });
    expect(Math.abs(value / exact - 1)).toBeLessThan(0.1);
  });

  it('is exact with one direction when there is one output', () => {
    const value = tf.tidy(() => {
      const w = tf.tensor2d([[3], [4]]);
      return gradientPenalty(
        (z) => tf.matMul(z, w),
        tf.tensor2d([
          [1, 2],
          [5, 6],
        ]),
        createRng(1),
      ).dataSync()[0]!;
    });
    expect(value).toBeCloseTo(25, 5);
  });

  it('draws from the given stream only', () => {
    const value = (seed: number) =>
      tf.tidy(
        () =>
          gradientPenalty(
            (z) => network(z, tf.tensor2d(W1), tf.softplus),
            tf.tensor2d(Z),
            createRng(seed),
          ).dataSync()[0]!,
      );
    expect(value(1)).toBe(value(1));
    expect(value(1)).not.toBe(value(2));
  });

  it.each(EDGES)('is finite in value and gradient: %s', (_, edge) => {
    for (const act of Object.values(ACTIVATIONS)) {
      const w1 = tf.tensor2d(W1);
      expectFinite((z) => gradientPenalty((at) => network(at, w1, act), z.mul(2), createRng(1)), edge);
      w1.dispose();
    }
  });

  it.each([
    ['Tanh', tf.tanh],
    ['Sigmoid', tf.sigmoid],
    ['Exp', tf.exp],
    ['Elu', tf.elu],
    ['Softmax', (x: tf.Tensor2D) => tf.softmax(x)],
    ['LogSoftmax', (x: tf.Tensor2D) => tf.logSoftmax(x)],
  ] as [string, Activation][])(
    'refuses to train through %s, whose second derivative would be silently wrong',
    (name, act) => {
      tf.tidy(() => {
        const [w1, z] = [tf.tensor2d(W1), tf.tensor2d(Z)];
        const penalty = (w: tf.Tensor) =>
          gradientPenalty((at) => network(at, w as tf.Tensor2D, act), z, createRng(1));
        const message = new RegExp(`gradientPenalty: f: expected .* received ${name}`, 'i');
        expect(() => tf.grad(penalty)(w1)).toThrow(message);
      });
    },
  );

  it('accepts the same operations where they are right: for a value alone, or off the path from z to the output', () => {
    const z = tf.tensor2d(Z);
    const scale = tf.scalar(0.3);
    const value = tf.tidy(() => gradientPenalty((at) => at.tanh(), z, createRng(1)).dataSync()[0]!);
    const slopes = Z.flat().reduce((sum, v) => sum + (1 - Math.tanh(v) ** 2) ** 2, 0) / 6;
    expect(value).toBeCloseTo(slopes, 4);
    const gradient = tf.tidy(() => {
      const penalty = (s: tf.Tensor) => gradientPenalty((at) => tf.mul(at, s.exp()), z, createRng(1));
      return tf.grad(penalty)(scale).dataSync()[0]!;
    });
    expect(gradient).toBeCloseTo(2 * 3 * Math.exp(2 * 0.3), 3);
    tf.dispose([z, scale]);
  });
});
