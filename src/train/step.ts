import * as tf from '@tensorflow/tfjs';
import type { Mode } from '../nn/network.js';
import { type Progress, type ValueNow, valueAt } from '../schedules/schedule.js';

/** The context of one training or validation step. */
export interface Step {
  /** How far training has come. */
  progress: Progress;
  /** Training or evaluation mode, and the random stream of this step. */
  mode: Mode;
  /** The present value of a number or schedule, as a scalar tensor. */
  value: ValueNow;
}

/** A step that tfjs computes immediately, as opposed to one that is recorded. */
export function stepAt(progress: Progress, mode: Mode): Step {
  return { progress, mode, value: (scheduled) => tf.scalar(valueAt(scheduled, progress)) };
}
