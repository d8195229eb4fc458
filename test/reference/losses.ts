import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { withoutLeak } from '../helpers/backends.js';
import { relativeDistance } from '../helpers/gradient.js';

type Numbers = number | number[] | number[][];

/** One call of a loss with its value and gradients, from PyTorch in float64 (losses.py). */
export interface ReferenceCase<Options = object> {
  loss: string;
  name: string;
  options: Options;
  inputs: Record<string, Numbers>;
  value: Numbers;
  /** By input; inputs that are absent here are constants. */
  gradients: Record<string, number[][]>;
}

const all: ReferenceCase[] = JSON.parse(readFileSync(new URL('losses.json', import.meta.url), 'utf8'));

/** The cases of one loss, by its name. */
export function referenceCases<Options = object>(loss: string): ReferenceCase<Options>[] {
  const cases = all.filter((one) => one.loss === loss);
  if (cases.length === 0) throw new Error(`losses.json has no case of ${loss}`);
  return cases as ReferenceCase<Options>[];
}

const flat = (x: Numbers): number[] => [x].flat(2);

// What losses.py does with matrices: a sum weighted by cos(i + 2j).
function toScalar(value: tf.Tensor): tf.Tensor {
  if (value.rank === 0) return value;
  const [n, m] = value.shape as [number, number];
  const weights = Array.from({ length: n * m }, (_, k) => Math.cos(Math.floor(k / m) + 2 * (k % m)));
  return value.mul(tf.tensor2d(weights, [n, m])).sum();
}

/** Fails unless the value and every gradient of `f` agree with the reference; checks that no tensor is left over. */
export function expectReference(
  { inputs, value, gradients }: ReferenceCase,
  f: (inputs: Record<string, tf.Tensor2D>) => tf.Tensor,
  tolerance = 1e-5,
): void {
  const names = [...Object.keys(gradients), ...Object.keys(inputs).filter((name) => !(name in gradients))];
  const named = (tensors: tf.Tensor[]) =>
    Object.fromEntries(tensors.map((t, i) => [names[i]!, t as tf.Tensor2D]));
  withoutLeak(() => {
    const tensors = names.map((name) => tf.tensor(inputs[name]!));
    const constants = tensors.slice(Object.keys(gradients).length);
    const result = f(named(tensors));
    expect(relativeDistance(result.dataSync(), flat(value)), 'value').toBeLessThan(tolerance);
    const free = tensors.slice(0, Object.keys(gradients).length);
    const grads = tf.grads((...at) => toScalar(f(named([...at, ...constants]))))(free);
    for (const [i, grad] of grads.entries()) {
      const error = relativeDistance(grad.dataSync(), flat(gradients[names[i]!]!));
      expect(error, `gradient in ${names[i]}`).toBeLessThan(tolerance);
    }
    tf.dispose([result, tensors, grads]);
  });
}
