import type * as tf from '@tensorflow/tfjs';
import type { Progress } from '../../schedules/schedule.js';
import type { Snapshot } from '../run.js';

/** The losses of one step, [total, term 0, term 1, …]; NaN if a term wasn't computed. The receiver disposes a tensor. */
export type LossRow = tf.Tensor1D | Float32Array;

/** Runs the steps of an epoch, in tfjs or compiled. */
export interface Stepper {
  /** Called before an epoch's first step. `now` is the present state of the run. */
  begin(now: Snapshot): void;
  /** Runs one step of a phase on the cells in `rows`. */
  step(phase: number, rows: Int32Array, progress: Progress): Promise<LossRow>;
  /** Whether all weights are finite. On a GPU, where the answer would stall it, always true. */
  hasFiniteWeights(): boolean;
  /** Called after an epoch's last step: brings variables and optimizers up to date. */
  end(): Promise<void>;
  dispose(): Promise<void>;
}
