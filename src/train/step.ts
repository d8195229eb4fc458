import * as tf from '@tensorflow/tfjs';
import type { Mode } from '../nn/network.js';
import { type Progress, type ValueNow, valueAt } from '../schedules/schedule.js';

/** What everything that is computed within one step is handed. */
export interface Step {
  progress: Progress;
  mode: Mode;
  value: ValueNow;
}

/** A step that is computed now. */
export function stepAt(progress: Progress, mode: Mode): Step {
  return { progress, mode, value: (scheduled) => tf.scalar(valueAt(scheduled, progress)) };
}
