import * as tf from '@tensorflow/tfjs';
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

/** After an error within a gradient: frees what operations saved for it, which tfjs frees after a whole gradient only. */
function clearTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  const tape = (state.activeTape ?? []) as { saved?: tf.Tensor[] }[];
  tf.dispose(tape.flatMap(({ saved = [] }) => saved));
  state.activeTape = [];
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
