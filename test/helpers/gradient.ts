import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

/** Relative L2 distance of two vectors: |a - b| / |b|. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference / Math.max(norm, 1e-30));
}

/** Value and gradient of a scalar loss at x, as plain numbers; leaves no tensors. */
export function valueAndGradient(
  loss: (x: tf.Tensor2D) => tf.Scalar,
  x: number[][],
): { value: number; gradient: Float32Array } {
  const at = tf.tensor2d(x);
  const { value, grad } = tf.valueAndGrad((t: tf.Tensor) => loss(t as tf.Tensor2D))(at);
  const result = { value: value.dataSync()[0]!, gradient: grad.dataSync() as Float32Array };
  tf.dispose([at, value, grad]);
  return result;
}

/**
 * Fails unless the gradient of `loss` at x agrees with central finite differences (relative L2). float32 losses carry
 * noise of about 1e-7 / step, hence the tolerance.
 */
export function expectGradient(
  loss: (x: tf.Tensor2D) => tf.Scalar,
  x: number[][],
  { step = 1e-2, tolerance = 1e-2 }: { step?: number; tolerance?: number } = {},
): void {
  const { gradient } = valueAndGradient(loss, x);
  const at = (i: number, j: number, shift: number): number => {
    const moved = x.map((row) => [...row]);
    moved[i]![j]! += shift;
    return tf.tidy(() => loss(tf.tensor2d(moved)).dataSync()[0]!);
  };
  const numeric = x.flatMap((row, i) => row.map((_, j) => (at(i, j, step) - at(i, j, -step)) / (2 * step)));
  expect(relativeDistance(gradient, numeric)).toBeLessThan(tolerance);
}
