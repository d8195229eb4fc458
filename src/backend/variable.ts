import * as tf from '@tensorflow/tfjs';
import { allVariables } from '../wasm/patches/engineState.js';
import { claim, keep } from './allowance.js';
import { beforeFirstTensor } from './lazyStart.js';

/** Options of {@link variable}. */
export interface VariableOptions {
  /** Whether tfjs' own gradients and optimizers count it among the parameters; default true. */
  trainable?: boolean;
  /** What it is within its layer, for messages: `'dense/kernel'`. */
  role?: string;
}

const roles = new WeakMap<tf.Variable, string>();

/** What a variable is within its layer: `'dense/kernel'`; undefined if it was made without a role. */
export const roleOf = (variable: tf.Variable): string | undefined => roles.get(variable);

/**
 * Makes a variable. It may be the first tensor of the program, for which tfjs starts its slow backend unasked: that is
 * remembered, so that the first `fit` still chooses the fastest backend. Nothing else in the library calls `tf.variable`.
 *
 * @param shape - Its shape. Known before the values are made, so that a file can't ask for more than it holds: see `allowance.ts`.
 * @param values - Makes the initial values, inside `tf.tidy`. It is a function because a tensor made beforehand would have
 *   started the backend already.
 * @returns The caller's to dispose.
 * @example
 * ```ts
 * const mean = variable([1, genes], () => tf.zeros<tf.Rank.R2>([1, genes]), { trainable: false });
 * ```
 */
export function variable<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  values: (shape: tf.ShapeMap[R]) => tf.Tensor<R>,
  { trainable = true, role }: VariableOptions = {},
): tf.Variable<R> {
  claim(shape);
  beforeFirstTensor();
  const made = keep(tf.tidy(() => tf.variable(values(shape), trainable)));
  if (role) roles.set(made as tf.Variable, role);
  return made;
}

/**
 * Runs `make`; if it throws, every variable that it has made is disposed. For functions that make several networks, of which
 * a later one may fail: nothing else makes variables meanwhile, since `make` isn't asynchronous.
 */
export function allOrNothing<T>(make: () => T): T {
  const before = new Set(allVariables());
  try {
    return make();
  } catch (error) {
    tf.dispose(allVariables().filter((variable) => !before.has(variable)));
    throw error;
  }
}
