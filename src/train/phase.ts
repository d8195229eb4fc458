import type * as tf from '@tensorflow/tfjs';
import type { Minibatch } from './minibatch.js';
import { type Objective, objective } from './objective.js';
import type { Optimizer } from './optimizers/optimizer.js';
import type { Step } from './step.js';
import type { BoundTerm } from './term.js';

/** One phase of each step: its objective and the variables that it moves. Most models have a single phase. */
export interface Phase {
  name: string;
  /** The terms of the objective, for the record. The type of the pass that they read is hidden, since it differs by phase. */
  terms: readonly BoundTerm<never>[];
  /** Runs a minibatch through the model and sums the active terms. Runs inside `tf.tidy`. */
  objective(minibatch: Minibatch, step: Step, active: readonly boolean[]): Objective;
  /** The trainable variables that this phase moves, in a fixed order. */
  variables: readonly tf.Variable[];
  /** Moves `variables`. */
  optimizer: Optimizer;
  /** Runs at every n-th step. */
  every: number;
}

/** The parts of a {@link Phase}. `P` is the result of its forward pass, which its terms read. */
export interface PhaseParts<P extends Step> extends Pick<Phase, 'name' | 'variables' | 'optimizer'> {
  forward(minibatch: Minibatch, step: Step): P;
  terms: readonly BoundTerm<P>[];
  /** Default 1. */
  every?: number;
}

/** Makes a phase from a forward pass and the terms that read it. */
export function createPhase<P extends Step>({ forward, every = 1, ...parts }: PhaseParts<P>): Phase {
  const summed: Phase['objective'] = (minibatch, step, active) =>
    objective(parts.terms, active, forward(minibatch, step));
  return { ...parts, every, objective: summed };
}
