import * as tf from '@tensorflow/tfjs';
import { clearTape } from '../../wasm/patches/engineState.js';
import type { Minibatch } from '../minibatch.js';
import type { Phase } from '../phase.js';
import type { Step } from '../step.js';

/** Losses and gradients of one step of a phase, before its optimizer moves anything. */
export interface StepGradients {
  /** [total, term 0, term 1, …]. Kept beyond `tf.tidy`: the caller disposes it. */
  row: tf.Tensor1D;
  /** One per variable of the phase; null if the loss doesn't depend on it. */
  gradients: (tf.Tensor | null)[];
}

/** Forward and backward pass of a phase, in tfjs operations only, so that it can be recorded. Call inside `tf.tidy`. */
export function gradients(
  { objective, variables }: Phase,
  minibatch: Minibatch,
  step: Step,
  active: readonly boolean[],
): StepGradients {
  let row: tf.Tensor1D | undefined;
  try {
    const { grads } = tf.variableGrads(() => {
      const summed = objective(minibatch, step, active);
      row = tf.keep(summed.row);
      return summed.total;
    }, variables as tf.Variable[]);
    return { row: row!, gradients: variables.map(({ name }) => grads[name] ?? null) };
  } catch (error) {
    row?.dispose();
    clearTape();
    throw error;
  }
}
