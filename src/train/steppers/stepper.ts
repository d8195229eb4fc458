import type * as tf from '@tensorflow/tfjs';
import type { Progress } from '../../schedules/schedule.js';
import type { Snapshot } from '../run.js';

/** The losses of one step, [total, term 0, term 1, …]; NaN where a term wasn't computed. A tensor is the receiver's. */
export type LossRow = tf.Tensor1D | Float32Array;

/** Runs the steps of an epoch: at once in tfjs, or compiled. */
export interface Stepper {
  /** Before an epoch's first step. `now` is the run as it stands. */
  begin(now: Snapshot): void;
  /** One step of a phase on the named cells. */
  step(phase: number, rows: Int32Array, progress: Progress): Promise<LossRow>;
  /** After an epoch's last step: variables and optimizers hold what was learnt. */
  end(): Promise<void>;
  dispose(): Promise<void>;
}
