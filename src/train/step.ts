import * as tf from '@tensorflow/tfjs';
import type { Mode } from '../nn/network.js';
import { type Progress, type ValueNow, valueAt } from '../schedules/schedule.js';

/** What everything that is computed within one step is handed. */
export interface Step {
  /** How far training has come. */
  progress: Progress;
  /** Training or not, and the random stream of this step. */
  mode: Mode;
  /** A number or schedule as a scalar tensor. */
  value: ValueNow;
}

/** A step that is computed now. */
export function stepAt(progress: Progress, mode: Mode): Step {
  return { progress, mode, value: (scheduled) => tf.scalar(valueAt(scheduled, progress)) };
}
