import { failure } from '../../check/errors.js';
import { counted } from '../../check/grouped.js';
import { allFinite } from '../../matrix/checkFinite.js';
import type { Progress } from '../../schedules/schedule.js';
import { bestEpoch } from '../earlyStopping.js';
import type { EpochRecord } from '../epochRecord.js';
import { isOver } from '../plan.js';
import { capture, restore, type Snapshot, scaleRates, useBest, useLast } from '../run.js';
import type { ExplainedFault } from './explainFault.js';
import { NumberFault } from './numberFault.js';
import { runEpoch } from './runEpoch.js';
import type { TrainingJob } from './trainingJob.js';
import { validate } from './validate.js';

/** The state of a run after an epoch. Throws if a weight or a moment of an optimizer isn't finite: nobody may see such an epoch. */
async function soundState({ run }: TrainingJob, progress: Progress, steps: number): Promise<Snapshot> {
  const after = await capture(run);
  const moments = after.optimizers.flatMap(({ tensors }) => tensors.map(({ data }) => data));
  if ([...after.variables, ...moments].every(allFinite)) return after;
  throw new NumberFault('a weight stopped being finite', { step: steps - 1, progress });
}

/** A whole epoch, or what went wrong. */
type Outcome = { record: EpochRecord; after: Snapshot } | { fault: ExplainedFault };

async function wholeEpoch(job: TrainingJob, before: Snapshot): Promise<Outcome> {
  const { run, set, rows, plan, stepper } = job;
  stepper.begin(before);
  const { record, progress, steps } = await runEpoch(run, stepper, rows.train, plan, job);
  const after = await soundState(job, progress, steps);
  if (rows.validation.length === 0) return { record, after };
  const validation = await validate(run, set, rows.validation, plan.batchSize, progress);
  return { record: { ...record, validation }, after };
}

/** Runs one epoch. If that fails, returns the run to its state before the epoch. */
async function oneEpoch(job: TrainingJob, before: Snapshot): Promise<Outcome> {
  try {
    return await wholeEpoch(job, before);
  } catch (error) {
    try {
      if (!(error instanceof NumberFault)) throw error;
      // Loaded here: it is rarely needed.
      const { explainFault } = await import('./explainFault.js');
      return { fault: await explainFault(job, before, error) };
    } finally {
      await restore(job.run, before, job.seed);
    }
  }
}

/** Halves the learning rates. Throws the fault if that was done as often as allowed: in the whole run, so that resuming changes nothing. */
function slowDown({ run, retries = 0, onWarning }: TrainingJob, fault: ExplainedFault): void {
  const { what, next, isSchedule } = fault;
  const done = Math.round(-Math.log2(run.rateFactor));
  const place = run.epoch > 0 ? `the end of epoch ${run.epoch - 1}` : 'the initial weights';
  if (done < retries) {
    scaleRates(run, run.rateFactor / 2);
    const retry = `retry ${done + 1} of ${retries}`;
    onWarning?.(`${what} fit goes on from ${place} with half the learning rate (${retry}).`);
    return;
  }
  const state =
    run.epoch > 0
      ? `The model is back at ${place}, usable and resumable.`
      : 'No epoch was finished: the model is as it was before this fit.';
  const tried = done > 0 ? [`Halving the learning rate ${counted(done, 'time')} didn't help.`] : [];
  const slower = done > 0 || isSchedule ? [] : ['Lower the learning rate, or let fit do it: { retries: 3 }.'];
  const sentences = [what, state, ...tried, next, ...slower].filter((sentence) => sentence);
  throw failure('ZBIO_BAD_NUMBERS', sentences.join(' '));
}

/**
 * Trains epoch by epoch and yields the record of each. Leaving the loop stops training at the end of an epoch. An abort returns
 * the run to the end of the last whole epoch and throws; so does a loss, a gradient or a weight that isn't finite, unless there
 * are retries left. With early stopping, whatever the end, the best epoch is in use afterwards; the next training goes on from the
 * last one.
 */
export async function* trainEpochs(job: TrainingJob): AsyncGenerator<EpochRecord, void> {
  const { run, plan, history, retries = 0 } = job;
  const stopping = plan.earlyStopping;
  // Nothing changes; it throws if an optimizer has no learning rate.
  if (retries > 0) scaleRates(run, run.rateFactor);
  useLast(run);
  try {
    while (!isOver(run.epoch, plan, history)) {
      const before = await capture(run);
      const outcome = await oneEpoch(job, before);
      if ('fault' in outcome) {
        slowDown(job, outcome.fault);
        continue;
      }
      const { record, after } = outcome;
      run.epoch++;
      history.push(record);
      const isBest = stopping && bestEpoch(history, stopping) === record.epoch;
      if (isBest) run.best = after.variables;
      yield record;
    }
  } finally {
    await useBest(run);
  }
}
