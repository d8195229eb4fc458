import * as tf from '@tensorflow/tfjs';
import { allFinite } from '../../matrix/checkFinite.js';
import { createBreather } from '../../platform/breathe.js';
import { capture, restore, type Snapshot } from '../run.js';
import type { LossRow } from '../steppers/stepper.js';
import { duePhases, type EpochStep, epochSteps } from './epochSteps.js';
import type { FaultPlace } from './numberFault.js';
import type { TrainingJob } from './trainingJob.js';

/** The first step of a phase that went wrong, and the state of the run on both sides of it. */
export interface FaultyStep extends EpochStep {
  phase: number;
  /** The step within the epoch. */
  step: number;
  weights: readonly number[];
  /** Its losses. */
  row: Float32Array;
  before: Snapshot;
  after: Snapshot;
}

async function valuesOf(row: LossRow): Promise<Float32Array> {
  if (!(row instanceof tf.Tensor)) return row;
  const values = (await row.data<'float32'>()).slice();
  row.dispose();
  return values;
}

/** Whether weights and moments are finite. */
export function isSound({ variables, optimizers }: Snapshot): boolean {
  return (
    variables.every(allFinite) &&
    optimizers.every(({ tensors }) => tensors.every(({ data }) => allFinite(data)))
  );
}

/**
 * Runs the steps of an epoch again, which gives the same to the bit, up to the first one that goes wrong.
 *
 * @param start - The state before the epoch.
 * @param place - Where the fault was found.
 * @param sound - Steps at the beginning that are run without being checked.
 * @returns Undefined if all goes well this time.
 */
export async function replay(
  job: TrainingJob,
  start: Snapshot,
  { step: last }: FaultPlace,
  sound: number,
): Promise<FaultyStep | undefined> {
  const { run, stepper, rows, plan, seed, signal } = job;
  const breathe = createBreather();
  await restore(run, start, seed);
  stepper.begin(start);
  let before: Snapshot | undefined;
  for (const [step, one] of epochSteps(run, rows.train, plan)
    .slice(0, last + 1)
    .entries()) {
    for (const { phase, weights, idle } of duePhases(run, one.progress)) {
      signal?.throwIfAborted();
      if (idle) continue;
      if (step >= sound && !before) {
        await stepper.end();
        before = await capture(run);
      }
      const row = await valuesOf(await stepper.step(phase, one.part, one.progress));
      await breathe();
      if (!before) continue;
      await stepper.end();
      const after = await capture(run);
      if (!Number.isFinite(row[0]) || !isSound(after))
        return { ...one, step, phase, weights, row, before, after };
      before = after;
    }
  }
  return undefined;
}
