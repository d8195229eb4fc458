import type * as tf from '@tensorflow/tfjs';

/** How far a run has come. */
export interface Progress {
  /** Epoch now running, from 0. */
  epoch: number;
  /** Epochs of the whole run. */
  epochs: number;
  /** Optimizer step now running, from 0, over the whole run. */
  step: number;
  /** Optimizer steps of the whole run. */
  steps: number;
}

/** A value that changes while a model trains. */
export type Schedule = (progress: Progress) => number;

/** Wherever a number is taken, a {@link Schedule} may be given. */
export type Scheduled = number | Schedule;

/**
 * The value in force as a scalar tensor. Within a step, what changes from step to step is asked for this way: a number
 * would be baked into a compiled step.
 */
export type ValueNow = (scheduled: Scheduled) => tf.Scalar;

/** The value in force: a number stands for itself. */
export function valueAt(scheduled: Scheduled, progress: Progress): number {
  return typeof scheduled === 'number' ? scheduled : scheduled(progress);
}
