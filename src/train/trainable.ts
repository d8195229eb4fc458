import type * as tf from '@tensorflow/tfjs';
import type { Network } from '../nn/network.js';
import type { Progress } from '../schedules/schedule.js';
import type { Minibatch } from './minibatch.js';
import type { Step } from './step.js';

/** What the trainer needs of a model; how minibatches go through it, its phases know. */
export interface Trainable {
  /** In a fixed order. Networks of terms come on top. */
  readonly networks: readonly Pick<Network, 'variables'>[];
  /** How far the output is from the cells: what is watched on held-out ones. Called inside `tf.tidy`. */
  error(minibatch: Minibatch, step: Step): tf.Scalar;
  /** Strength of the input noise, for the history. */
  noiseLevel(progress: Progress): number;
}
