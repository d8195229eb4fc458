import type * as tf from '@tensorflow/tfjs';
import { failure } from '../check/errors.js';

/** How much a model that is built from a file may take, and what it has taken. */
export interface Allowance {
  /** Number of values that its variables may still hold. */
  left: number;
  /** The variables made so far, for whoever must dispose them if building fails. */
  readonly made: tf.Variable[];
}

let current: Allowance | undefined;

/**
 * Runs a function, not an asynchronous one, in which new variables count against an allowance: sizes in a file are then bounded by
 * what the file holds, whatever they are for.
 */
export function within<T>(allowance: Allowance, body: () => T): T {
  const outer = current;
  current = allowance;
  try {
    return body();
  } finally {
    current = outer;
  }
}

/** Called before a variable of that shape is made, and before its initial values are. Throws if it exceeds the allowance. */
export function claim(shape: readonly (number | null)[]): void {
  if (!current) return;
  current.left -= shape.reduce<number>((size, axis) => size * (axis ?? 1), 1);
  if (current.left >= 0) return;
  throw failure(
    'ZBIO_BAD_FILE',
    `load: the model needs a variable of shape [${shape}], for which the file holds no values. Use another copy of the file, or load it with the options that the model was made with.`,
  );
}

/** Records a new variable under the allowance in force, and returns it. */
export function keep<V extends tf.Variable>(made: V): V {
  current?.made.push(made);
  return made;
}
