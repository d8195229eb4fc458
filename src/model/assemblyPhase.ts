import type * as tf from '@tensorflow/tfjs';
import type { Minibatch } from '../train/minibatch.js';
import type { AdamOptions } from '../train/optimizers/adam.js';
import type { Step } from '../train/step.js';
import type { Term } from '../train/term.js';

/** A player of a system's training. `P` is what its terms read. */
export interface AssemblyPhaseParts<P extends object> {
  /** Names the phase; must differ from the others'. */
  name: string;
  /** Runs a minibatch through the networks. Inside `tf.tidy`; terms get this and the {@link Step}. */
  forward(minibatch: Minibatch, step: Step): P;
  /** The objective. At a step at which all weights are 0 the phase is skipped. */
  terms: readonly Term<P & Step>[];
  /** Names of the networks whose trainable variables the phase's optimizer moves, beside those that its terms build. */
  moves: readonly string[];
  /**
   * Adam's options, or a function that makes an optimizer of tfjs: `() => tf.train.sgd(0.1)`. Default Adam with learning rate
   * 1e-3.
   */
  optimizer?: AdamOptions | (() => tf.Optimizer);
  /** Runs at every n-th step; default 1. */
  every?: number;
}

/** A phase whose terms and forward pass are known to fit together. */
export interface AssemblyPhase extends Omit<AssemblyPhaseParts<object>, 'forward' | 'terms'> {
  /** Runs a minibatch through the networks; the step comes along. */
  forward(minibatch: Minibatch, step: Step): Step;
  /** The objective; what they read of `forward`, only the phase knows. */
  terms: readonly Term<never>[];
}

/**
 * A player of a system's training: a forward pass, the terms that read it, the networks that they move.
 *
 * Several optimizers are several phases. A network that a phase only passes through is applied with
 * `{ ...step.mode, frozen: true }`: its running statistics stand still, and nothing is spent on its gradient.
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
