import type * as tf from '@tensorflow/tfjs';
import type { Minibatch } from '../train/minibatch.js';
import type { AdamOptions } from '../train/optimizers/adam.js';
import type { Step } from '../train/step.js';
import type { Term } from '../train/term.js';

/** The parts of a phase. `P` is the result of its forward pass, which its terms read. */
export interface AssemblyPhaseParts<P extends object> {
  /** Name of the phase, different from all others: the history shows its learning rate under it. */
  name: string;
  /** Runs a minibatch through the networks, inside `tf.tidy`. Terms read the result and the {@link Step}. */
  forward(minibatch: Minibatch, step: Step): P;
  /** The objective: the weighted sum of these. At a step at which all weights are 0, the phase is skipped. */
  terms: readonly Term<P & Step>[];
  /** Names of the networks whose trainable variables the optimizer moves, in addition to the networks that its terms build. */
  moves: readonly string[];
  /**
   * Options of Adam, or a function that makes a tfjs optimizer: `() => tf.train.sgd(0.1)`. Default Adam with learning rate
   * 1e-3.
   */
  optimizer?: AdamOptions | (() => tf.Optimizer);
  /** Runs at every n-th step; default 1. */
  every?: number;
}

/** A phase whose terms fit its forward pass: {@link assemblyPhase} has checked their types. */
export interface AssemblyPhase extends Omit<AssemblyPhaseParts<object>, 'forward' | 'terms'> {
  /** Runs a minibatch through the networks; the result includes the step. */
  forward(minibatch: Minibatch, step: Step): Step;
  /** The objective. The type of what the terms read is hidden, since it differs between phases. */
  terms: readonly Term<never>[];
}

/**
 * Makes a phase of a system's training: a forward pass, the terms that read it, and the networks that they move.
 *
 * Use one phase per optimizer. Apply a network that a phase doesn't move with `{ ...step.mode, frozen: true }`: its running
 * statistics stay unchanged, and its gradient isn't computed.
 *
 * @example
 * ```ts
 * assemblyPhase({
 *   name: 'model',
 *   forward: ({ x }, { mode }) => ({ x, output: decoder.apply(encoder.apply(x, mode), mode) }),
 *   terms: [{ name: 'reconstruction', loss: ({ x, output }) => reconstructionLoss(output, x) }],
 *   moves: ['encoder', 'decoder'],
 * });
 * ```
 */
export function assemblyPhase<P extends object>(parts: AssemblyPhaseParts<P>): AssemblyPhase {
  return { ...parts, forward: (minibatch, step) => ({ ...step, ...parts.forward(minibatch, step) }) };
}
