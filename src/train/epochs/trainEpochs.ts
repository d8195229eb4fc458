import { bestEpoch } from '../earlyStopping.js';
import type { EpochRecord } from '../epochRecord.js';
import type { TrainingSet } from '../minibatch.js';
import { isOver, type Plan } from '../plan.js';
import { capture, type Run, restore, type Snapshot, useBest, useLast } from '../run.js';
import type { Stepper } from '../steppers/stepper.js';
import { type EpochOptions, runEpoch } from './runEpoch.js';
import type { RowSplit } from './splitRows.js';
import { validate } from './validate.js';

/** Everything that training needs: the run and what it trains on. */
export interface TrainingJob extends EpochOptions {
  run: Run;
  set: TrainingSet;
  /** Runs steps on `set`. */
  stepper: Stepper;
  rows: RowSplit;
  plan: Plan;
  seed: number | string;
  /** Records of the epochs already done (when resuming); new ones are appended. */
  history: EpochRecord[];
}

/** Runs one epoch. On a fault, returns the run to its state before the epoch and throws. */
async function oneEpoch(job: TrainingJob, before: Snapshot): Promise<EpochRecord> {
  const { run, set, rows, plan, seed, stepper } = job;
  try {
    stepper.begin(before);
    const { record, progress } = await runEpoch(run, stepper, rows.train, plan, job);
    if (rows.validation.length === 0) return record;
    return { ...record, validation: await validate(run, set, rows.validation, plan.batchSize, progress) };
  } catch (error) {
    await restore(run, before, seed);
    throw error;
  }
}

/**
 * Trains epoch by epoch and yields the record of each. Leaving the loop stops training at the end of an epoch. An abort, or a
 * loss that isn't finite, returns the run to the end of the last whole epoch and throws. With early stopping, whatever the end, the
 * best epoch is in use afterwards; the next training goes on from the last one.
 */
export async function* trainEpochs(job: TrainingJob): AsyncGenerator<EpochRecord, void> {
  const { run, plan, history } = job;
  const stopping = plan.earlyStopping;
  useLast(run);
  try {
    while (!isOver(run.epoch, plan, history)) {
      const before = await capture(run);
      const record = await oneEpoch(job, before);
      run.epoch++;
      history.push(record);
      const isBest = stopping && bestEpoch(history, stopping) === record.epoch;
      if (isBest) run.best = (await capture(run)).variables;
      yield record;
    }
  } finally {
    await useBest(run);
  }
}
