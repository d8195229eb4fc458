import * as tf from '@tensorflow/tfjs';
import { aFunction, wholeNumber } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { maskTensor } from '../random/randomTensors.js';
import { checkRng, type Rng } from '../random/rng.js';
import { checkHasRows } from '../tensor/checkShapes.js';
import { refuseWrongSecondDerivative } from './refuseWrongSecondDerivative.js';

/** Options of {@link gradientPenalty}. */
export interface GradientPenaltyOptions {
  /** Number of random directions to average over; each costs one pass through `f` and back. Default 1. */
  probes?: number | undefined;
}

const table = {
  probes: (argument, given = 1) => wholeNumber(argument, given),
} satisfies OptionTable<GradientPenaltyOptions>;

const signs = (shape: [number, number], rng: Rng): tf.Tensor => maskTensor(shape, 0.5, rng).mul(2).sub(1);

/**
 * Penalty on how strongly `f` reacts to `z`: `mean over cells of ‖∂(f(z)·v)/∂z‖²`, averaged over random vectors
 * v of ±1. Its expectation is the squared Frobenius norm of the Jacobian of f, `Σ_od (∂f_o/∂z_d)²`
 * (Hutchinson's estimator). It is 0 if f ignores z. Use it where an output must not react to the other latent.
 *
 * Training with it needs gradients of gradients. In tfjs these are right for relu, softplus, abs, square, pow,
 * sqrt, rsqrt, log, log1p, expm1, erf, sin, cos, arithmetic, matMul, sums and means, and for layer or batch
 * normalisation made of them. For tanh, sigmoid, exp, softmax, logSoftmax and elu, tfjs would silently return
 * wrong gradients; this function throws instead. leakyRelu, selu, relu6, prelu, clipByValue and maximum throw
 * in tfjs.
 *
 * @param f - Maps latents [cells, dims] to outputs [cells, outputs], each row independently: no row may affect
 * the output of another.
 * @param z - Where the gradient is taken. The gradient of the penalty flows on into whatever produced z.
 * [cells, dims]
 * @param rng - Source of the random directions.
 * @param options - `probes`, default 1.
 * @returns Scalar >= 0; the caller disposes it.
 * @throws RangeError if `f` uses an operation without a right second derivative while a gradient is being
 * taken, if there are no rows, or if an option is unknown or out of range.
 * @see Drucker and Le Cun, Double backpropagation, 1992; Hutchinson, A stochastic estimator of the trace, 1990.
 * @example
 * ```ts
 * const penalty = gradientPenalty((z) => classifier.apply(z, mode), pass.latent.bio, mode.rng);
 * ```
 */
export function gradientPenalty(
  f: (z: tf.Tensor2D) => tf.Tensor2D,
  z: tf.Tensor2D,
  rng: Rng,
  options: GradientPenaltyOptions = {},
): tf.Scalar {
  const { probes } = readOptions('gradientPenalty', options, table);
  aFunction('gradientPenalty: f', f);
  checkHasRows('gradientPenalty: z', z);
  checkRng('gradientPenalty: rng', rng);
  const probed = (at: tf.Tensor): tf.Tensor => {
    const output = refuseWrongSecondDerivative('gradientPenalty: f', f, at as tf.Tensor2D);
    return output.mul(signs(output.shape, rng)).sum();
  };
  const once = () => tf.grad(probed)(z).square().sum(1).mean();
  const penalties = (): tf.Tensor[] => Array.from({ length: probes }, once);
  return tf.tidy(() => tf.addN(penalties()).div(probes).asScalar());
}
