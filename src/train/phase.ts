import type * as tf from '@tensorflow/tfjs';
import type { Minibatch } from './minibatch.js';
import { type Objective, objective } from './objective.js';
import type { Optimizer } from './optimizers/optimizer.js';
import type { Step } from './step.js';
import type { BoundTerm } from './term.js';

/** One player of the training: its objective and what it may move. One phase is the ordinary case. */
export interface Phase {
  name: string;
  /** What is recorded; what they read of a forward pass is the phase's own affair. */
  terms: readonly BoundTerm<never>[];
  /** Runs a minibatch through the model and sums the active terms. Called inside `tf.tidy`. */
  objective(minibatch: Minibatch, step: Step, active: readonly boolean[]): Objective;
  /** Trainable variables that this phase moves, in a fixed order. */
  variables: readonly tf.Variable[];
  /** Bound to `variables`. */
  optimizer: Optimizer;
  /** Runs at every n-th step. */
  every: number;
}

/** What makes a {@link Phase}: `P` is what its terms read of a forward pass. */
export interface PhaseParts<P extends Step> extends Pick<Phase, 'name' | 'variables' | 'optimizer'> {
  forward(minibatch: Minibatch, step: Step): P;
  terms: readonly BoundTerm<P>[];
  /** Default 1. */
  every?: number;
}

/** A phase out of a forward pass and the terms that read it. */
export function createPhase<P extends Step>({ forward, every = 1, ...parts }: PhaseParts<P>): Phase {
  const summed: Phase['objective'] = (minibatch, step, active) =>
    objective(parts.terms, active, forward(minibatch, step));
  return { ...parts, every, objective: summed };
}
