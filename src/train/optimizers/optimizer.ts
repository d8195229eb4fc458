import type * as tf from '@tensorflow/tfjs';
import type { Progress } from '../../schedules/schedule.js';
import type { AdamStepOptions } from '../../wasm/adam/adamConstants.js';

/** What an optimizer must remember to go on as if it had never stopped. */
export interface OptimizerState {
  /** Whole numbers, such as steps done. */
  counts: number[];
  /** Moments and the like. */
  tensors: { shape: number[]; data: Float32Array }[];
}

/** What Adam remembers of a variable: decaying means of its gradient and of that's square. */
export interface AdamMoments {
  first: tf.Variable;
  second: tf.Variable;
  /** Steps that they have seen. */
  count: number;
}

/** Moves variables against their gradients. Bound to one fixed list of variables. */
export interface Optimizer {
  /** One update. `gradients[i]` belongs to the i-th variable; null where the loss doesn't depend on it. */
  step(gradients: readonly (tf.Tensor | null)[], progress: Progress): void;
  /** The learning rate in force. */
  learningRate(progress: Progress): number;
  /** If this is Adam: its constants, for whoever keeps the moments elsewhere for a while (`state`, then `restore`). */
  adam?: Pick<AdamStepOptions, 'beta1' | 'beta2' | 'epsilon'>;
  /** If this is Adam: of each variable; another phase's Adam may hold the same. */
  moments?: readonly AdamMoments[];
  state(): Promise<OptimizerState>;
  restore(state: OptimizerState): void | Promise<void>;
  dispose(): void;
}

/** Values read from tensors, each beside its tensor's shape. */
export function withShapes(
  tensors: readonly tf.Tensor[],
  values: readonly Float32Array[],
): OptimizerState['tensors'] {
  return tensors.map(({ shape }, i) => ({ shape, data: values[i]! }));
}
