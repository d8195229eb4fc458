import type * as tf from '@tensorflow/tfjs';
import type { Network } from '../nn/network.js';
import type { Progress } from '../schedules/schedule.js';
import type { Minibatch } from './minibatch.js';
import type { Step } from './step.js';

/** The part of a model that the trainer needs in addition to the phases. */
export interface Trainable {
  /** The networks of the model in a fixed order, without those of its terms. */
  readonly networks: readonly Pick<Network, 'variables'>[];
  /** Their names, for messages. */
  readonly names: readonly string[];
  /** The error of held-out cells, which early stopping watches. Runs inside `tf.tidy`. */
  error(minibatch: Minibatch, step: Step): tf.Scalar;
  /** Strength of the input noise, for the history. */
  noiseLevel(progress: Progress): number;
}
