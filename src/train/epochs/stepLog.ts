import * as tf from '@tensorflow/tfjs';
import type { Progress } from '../../schedules/schedule.js';
import type { Phase } from '../phase.js';
import type { Run } from '../run.js';
import { readsAtOnce } from '../steppers/eagerStepper.js';
import type { LossRow } from '../steppers/stepper.js';
import type { DuePhase } from './epochSteps.js';
import { NumberFault } from './numberFault.js';
import type { EpochOptions } from './trainingJob.js';

/** The losses of one step of a phase. */
export interface LoggedStep extends Pick<DuePhase, 'weights' | 'idle'> {
  /** The step within the epoch. */
  step: number;
  progress: Progress;
  /** [total, term 0, term 1, …]; on a GPU until they are read. */
  row: LossRow;
}

/** The losses of an epoch, by phase. */
export type StepLog = LoggedStep[][];

/** Reads the losses of a step, unless they are on a GPU. */
export function readIfCheap(row: LossRow): LossRow {
  if (!(row instanceof tf.Tensor) || !readsAtOnce()) return row;
  // A copy: the cpu backend hands out its own array.
  const values = row.dataSync<'float32'>().slice();
  row.dispose();
  return values;
}

/** Reads the losses that are still on a GPU: all at once, since one read per step would stall it. */
export async function readLog(log: StepLog): Promise<void> {
  for (const steps of log) {
    const unread = steps.filter(({ row }) => row instanceof tf.Tensor);
    if (unread.length === 0) continue;
    const table = tf.stack(unread.map(({ row }) => row as tf.Tensor1D));
    const values = (await table.data()) as Float32Array;
    const columns = values.length / unread.length;
    tf.dispose([table, ...unread.map(({ row }) => row as tf.Tensor1D)]);
    for (const [i, one] of unread.entries()) one.row = values.slice(i * columns, (i + 1) * columns);
  }
}

/** Disposes what hasn't been read. */
export function disposeLog(log: StepLog): void {
  tf.dispose(log.flat().flatMap(({ row }) => (row instanceof tf.Tensor ? [row] : [])));
}

/** The first term that isn't finite among those with a weight: the others hold NaN by design. -1 if there is none. */
export function badTerm(row: ArrayLike<number>, weights: readonly number[]): number {
  return weights.findIndex((weight, i) => weight !== 0 && !Number.isFinite(row[i + 1]));
}

/** Beyond this, single precision has lost all that training could follow. */
const hugeLoss = 1e15;

function reportHuge(terms: Phase['terms'], { row, progress, step }: LoggedStep, options: EpochOptions): void {
  const values = row as Float32Array;
  const at = values.findLastIndex((value) => Math.abs(value) > hugeLoss);
  if (at < 0) return;
  const name = at === 0 ? 'the total' : `term '${terms[at - 1]!.term.name}'`;
  options.onHugeLoss?.(name, values[at]!, { step, progress });
}

/**
 * Checks the losses of the steps from `first` on, which have been read.
 *
 * @param sound - See {@link FaultPlace}.
 * @throws NumberFault on the first one that isn't finite.
 */
export function checkLog(run: Run, log: StepLog, first: number, sound: number, options: EpochOptions): void {
  for (const [phase, steps] of log.entries()) {
    const { terms } = run.phases[phase]!;
    for (const logged of steps.slice(steps.findLastIndex(({ step }) => step < first) + 1)) {
      const { step, progress, weights } = logged;
      const row = logged.row as Float32Array;
      if (Number.isFinite(row[0])) {
        reportHuge(terms, logged, options);
        continue;
      }
      const at = badTerm(row, weights);
      const name = at < 0 ? 'the total' : `term '${terms[at]!.term.name}'`;
      throw new NumberFault(`${name} became ${row[at + 1]}`, { step, progress, sound });
    }
  }
}
