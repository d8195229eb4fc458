import type * as tf from '@tensorflow/tfjs';
import { type MovingArrays, startAdamThread } from '../../wasm/adam/adamThread.js';
import type { AdamConstants } from '../../wasm/simd/adamArrays.js';
import type { AdamMoments } from '../optimizers/optimizer.js';
import type { Run } from '../run.js';
import { largestHalf } from './largestHalf.js';

/** A step of Adam on a variable. */
export interface StepAway extends MovingArrays {
  variable: tf.Variable;
  moments: AdamMoments;
  constants: AdamConstants;
}

/** The variables that a second thread moves. Values and moments are known by the variables of tfjs that they stand for. */
export interface VariablesAway {
  has(variable: tf.Variable): boolean;
  /** All variables that the thread has an array for: those that it moves and their moments. */
  kept: readonly tf.Variable[];
  write(values: ReadonlyMap<tf.Variable, Float32Array>): void;
  read(variables: readonly tf.Variable[]): Promise<Float32Array[]>;
  /** Takes steps; gradients and values come back in new views. */
  step(steps: readonly StepAway[]): Promise<MovingArrays[]>;
  close(): Promise<void>;
}

/** Moments of these variables, in any phase. */
function momentsOf({ phases }: Run, moved: ReadonlySet<tf.Variable>): AdamMoments[] {
  const all = phases.flatMap(({ variables, optimizer: { moments = [] } }) =>
    moments.filter((_, i) => moved.has(variables[i]!)),
  );
  return [...new Set(all)];
}

/**
 * Has half of a run's values moved by a second thread. Undefined where it isn't worth it, no thread is to be had, or a phase has
 * another optimizer than Adam.
 */
export function sendAway(run: Run): VariablesAway | undefined {
  if (!run.phases.every(({ optimizer }) => optimizer.adam)) return undefined;
  const moved = new Set(largestHalf([...new Set(run.phases.flatMap(({ variables }) => variables))]));
  const moments = momentsOf(run, moved).flatMap(({ first, second }) => [first, second]);
  const kept = [...moved, ...moments];
  const thread = moved.size > 0 ? startAdamThread(kept.map(({ size }) => size)) : undefined;
  if (!thread) return undefined;
  const numbers = new Map(kept.map((variable, i) => [variable, i]));
  const numberOf = (variable: tf.Variable): number => numbers.get(variable)!;
  return {
    has: (variable) => moved.has(variable),
    kept,
    write: (values) =>
      thread.write(new Map([...values].map(([variable, array]) => [numberOf(variable), array]))),
    read: (variables) => thread.read(variables.map(numberOf)),
    step: (steps) =>
      thread.step(
        steps.map(({ variable, moments: { first, second }, constants, gradient, values }) => {
          const [w, m, v] = [variable, first, second].map(numberOf) as [number, number, number];
          return { w, m, v, gradient, values, constants };
        }),
      ),
    close: () => thread.close(),
  };
}
