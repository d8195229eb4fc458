import type * as tf from '@tensorflow/tfjs';
import type { Progress } from '../../schedules/schedule.js';
import type { AdamStepOptions } from '../../wasm/adam/adamConstants.js';

/** The state of an optimizer, from which it continues as if it had never stopped. */
export interface OptimizerState {
  /** Whole numbers, such as steps done. */
  counts: number[];
  /** Moments and similar tensors. */
  tensors: { shape: number[]; data: Float32Array }[];
}

/** Adam's moments of a variable: the decaying means of its gradient and of the gradient's square. */
export interface AdamMoments {
  first: tf.Variable;
  second: tf.Variable;
  /** Number of steps that have gone into them. */
  count: number;
}

/** Moves a fixed list of variables against their gradients. */
export interface Optimizer {
  /** Does one update. `gradients[i]` belongs to the i-th variable; null if the loss doesn't depend on it. */
  step(gradients: readonly (tf.Tensor | null)[], progress: Progress): void;
  /** The learning rate at a step. */
  learningRate(progress: Progress): number;
  /** Multiplies the learning rate by a factor from now on, in place of an earlier factor. */
  scaleRate(factor: number): void;
  /** For Adam: its constants, for steps outside tfjs that take the moments by `state` and return them by `restore`. */
  adam?: Pick<AdamStepOptions, 'beta1' | 'beta2' | 'epsilon'>;
  /** For Adam: the moments of each variable; the Adam of another phase may share them. */
  moments?: readonly AdamMoments[];
  state(): Promise<OptimizerState>;
  restore(state: OptimizerState): void | Promise<void>;
  dispose(): void;
}

/** Pairs values with the shapes of the tensors that they were read from. */
export function withShapes(
  tensors: readonly tf.Tensor[],
  values: readonly Float32Array[],
): OptimizerState['tensors'] {
  return tensors.map(({ shape }, i) => ({ shape, data: values[i]! }));
}
