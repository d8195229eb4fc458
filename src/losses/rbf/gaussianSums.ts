import type * as tf from '@tensorflow/tfjs';

// Widest first: exp(t), exp(t·mul), exp(t·mul²), … If mul is 2, each is the square of the one before, and one
// exp costs as much as twenty squares.
function gaussians(exponent: tf.Tensor2D, mul: number, count: number): tf.Tensor2D[] {
  const all = [exponent.exp() as tf.Tensor2D];
  while (all.length < count) {
    const next = mul === 2 ? all.at(-1)!.square() : exponent.mul(mul ** all.length).exp();
    all.push(next as tf.Tensor2D);
  }
  return all;
}

const total = (tensors: tf.Tensor2D[]): tf.Tensor2D => tensors.reduce((sum, next) => sum.add(next));

/**
 * `Σ_i exp(t · mul^i)` for i = 0 … count - 1, and its derivative with respect to t, `Σ_i mul^i exp(t · mul^i)`.
 *
 * @param exponent - t = -d²/widest bandwidth. [n, m]
 * @returns [n, m] each; the caller disposes them.
 */
export function gaussianSums(
  exponent: tf.Tensor2D,
  mul: number,
  count: number,
): { value: tf.Tensor2D; slope: tf.Tensor2D } {
  const parts = gaussians(exponent, mul, count);
  // A single part is its own derivative; the clone gives value and slope separate owners.
  const slope = count === 1 ? parts[0]!.clone() : total(parts.map((part, i) => part.mul(mul ** i)));
  return { value: total(parts), slope };
}
