import type * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../check/checks.js';
import { badType } from '../check/errors.js';
import { shown } from '../check/values.js';

/** Position within a training run. */
export interface Progress {
  /** Current epoch, counted from 0. */
  epoch: number;
  /** Number of epochs of the whole run. */
  epochs: number;
  /** Current optimizer step, counted from 0 over the whole run. */
  step: number;
  /** Number of optimizer steps of the whole run. */
  steps: number;
}

/** A value that changes during training, as a function of the progress. */
export type Schedule = (progress: Progress) => number;

/** A number, or a {@link Schedule} in its place. */
export type Scheduled = number | Schedule;

/**
 * Returns the current value as a scalar tensor. Within a step, values that change from step to step are read in
 * this way: a number would become a constant of the compiled step.
 */
export type ValueNow = (scheduled: Scheduled) => tf.Scalar;

/** The current value of a schedule; a number is returned unchanged. Throws if a schedule returns anything but a number. */
export function valueAt(scheduled: Scheduled, progress: Progress): number {
  const value: unknown = typeof scheduled === 'number' ? scheduled : scheduled(progress);
  if (typeof value === 'number') return value;
  throw badType({
    argument: 'schedule',
    expected: 'a function that returns numbers',
    received: shown(value),
  });
}

/** Returns `value` if it is a number in [least, most] or a function, as a schedule is; otherwise throws. */
export function scheduled(argument: string, value: Scheduled, least?: number, most?: number): Scheduled {
  if (typeof value === 'function') return value;
  if (typeof value === 'number') return numberWithin(argument, value, least, most);
  throw badType({ argument, expected: 'a number or a schedule', received: shown(value) });
}
