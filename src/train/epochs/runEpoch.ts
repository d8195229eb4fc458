import * as tf from '@tensorflow/tfjs';
import { badValue, failure } from '../../check/errors.js';
import { createBreather } from '../../platform/breathe.js';
import type { Progress } from '../../schedules/schedule.js';
import type { EpochRecord } from '../epochRecord.js';
import { weightsAt } from '../objective.js';
import type { Plan } from '../plan.js';
import type { Run } from '../run.js';
import type { LossRow, Stepper } from '../steppers/stepper.js';
import type { BoundTerm } from '../term.js';

/** The losses of one step of a phase. */
interface LoggedStep {
  progress: Progress;
  row: LossRow;
  /** Whether all weights were 0, so that nothing moved. */
  idle: boolean;
}

async function runStep(
  { phases }: Run,
  stepper: Stepper,
  rows: Int32Array,
  progress: Progress,
  log: readonly LoggedStep[][],
): Promise<void> {
  for (const [i, { terms, every }] of phases.entries()) {
    if (progress.step % every !== 0) continue;
    const weights = weightsAt(terms, progress);
    // Skipped, since tfjs throws on a loss that depends on no variable.
    const idle = weights.every((weight) => weight === 0);
    const row = idle
      ? Float32Array.of(0, ...weights.map(() => Number.NaN))
      : await stepper.step(i, rows, progress);
    log[i]!.push({ progress, row, idle });
  }
}

/** Reads the losses of a phase: [steps][1 + terms]. Those in tfjs are read at once: one read per step would stall a GPU. */
async function readRows(steps: readonly LoggedStep[]): Promise<ArrayLike<number>[]> {
  const tensors = steps.flatMap(({ row }) => (row instanceof tf.Tensor ? [row] : []));
  if (tensors.length === 0) return steps.map(({ row }) => row as Float32Array);
  const table = tf.stack(tensors) as tf.Tensor2D;
  const values = await table.array();
  table.dispose();
  return steps.map(({ row }) => (row instanceof tf.Tensor ? values.shift()! : row));
}

function checkFiniteRows(
  rows: readonly ArrayLike<number>[],
  terms: readonly BoundTerm<never>[],
  steps: readonly LoggedStep[],
): void {
  const step = rows.findIndex((row) => !Number.isFinite(row[0]));
  if (step < 0) return;
  const { progress } = steps[step]!;
  // A term whose weight is 0 at that step holds NaN by design.
  const weights = weightsAt(terms, progress);
  const at = terms.findIndex((_, i) => weights[i] !== 0 && !Number.isFinite(rows[step]![i + 1]));
  const culprit = at < 0 ? 'the total' : `term '${terms[at]!.term.name}'`;
  throw failure(
    'ZBIO_BAD_NUMBERS',
    `fit: ${culprit} became ${rows[step]![at + 1]} at step ${step} of epoch ${progress.epoch}. The model is back at the end of ` +
      'the previous epoch. Lower the learning rate, or look for cells with extreme values.',
  );
}

/** Mean of a loss over the steps at which it was computed; NaN if there is no such step. */
function meanOf(rows: readonly ArrayLike<number>[], column: number): number {
  const computed = rows.map((row) => row[column]!).filter((value) => !Number.isNaN(value));
  return computed.reduce((sum, value) => sum + value, 0) / computed.length;
}

async function summarise(
  run: Run,
  log: readonly LoggedStep[][],
  progress: Progress,
  seconds: number,
): Promise<EpochRecord> {
  const record: EpochRecord = {
    epoch: progress.epoch,
    epochs: progress.epochs,
    total: 0,
    terms: {},
    weights: {},
    noise: run.model.noiseLevel(progress),
    learningRates: {},
    seconds,
  };
  for (const [i, { name: phase, terms, optimizer }] of run.phases.entries()) {
    if (!log[i]!.length) continue;
    const moved = log[i]!.findLast(({ idle }) => !idle);
    if (moved) record.learningRates[phase] = optimizer.learningRate(moved.progress);
    const rows = await readRows(log[i]!);
    checkFiniteRows(rows, terms, log[i]!);
    const weights = weightsAt(terms, progress);
    record.total += meanOf(rows, 0);
    terms.forEach(({ term: { name } }, j) => {
      record.terms[name] = meanOf(rows, j + 1);
      record.weights[name] = weights[j]!;
    });
  }
  return record;
}

const noMinibatch = (cells: number): RangeError =>
  badValue({
    argument: 'fit',
    expected: 'a sampler that makes at least one minibatch per epoch',
    received: `none of ${cells} cells`,
    next: 'Check that its groups are neither empty nor too small for pairs.',
  });

/** How the caller of an epoch follows and stops it. */
export interface EpochOptions {
  /** Asked before every minibatch. */
  signal?: Pick<AbortSignal, 'throwIfAborted'> | undefined;
  /** Called after every minibatch. */
  onStep?: ((progress: Progress) => void) | undefined;
}

/**
 * Runs one epoch: a pass over the minibatches of the run's sampler.
 *
 * @throws The reason of `signal` if aborted; Error if a loss isn't finite. The run then stands within an epoch: the caller
 * returns it to a snapshot.
 */
export async function runEpoch(
  run: Run,
  stepper: Stepper,
  rows: Int32Array,
  plan: Plan,
  { signal, onStep }: EpochOptions = {},
): Promise<{ record: EpochRecord; progress: Progress }> {
  const started = performance.now();
  const breathe = createBreather();
  const parts = run.sampler(rows, plan, run.streams.shuffle);
  if (parts.length === 0) throw noMinibatch(rows.length);
  const progressAt = (i: number): Progress => ({
    epoch: run.epoch,
    epochs: plan.epochs,
    step: run.epoch * parts.length + i,
    steps: plan.epochs * parts.length,
  });
  const log: LoggedStep[][] = run.phases.map(() => []);
  try {
    for (const [i, part] of parts.entries()) {
      signal?.throwIfAborted();
      await runStep(run, stepper, part, progressAt(i), log);
      onStep?.(progressAt(i));
      await breathe();
    }
    await stepper.end();
    const progress = progressAt(parts.length - 1);
    const record = await summarise(run, log, progress, (performance.now() - started) / 1000);
    return { record, progress };
  } finally {
    tf.dispose(log.flatMap((steps) => steps.map(({ row }) => row).filter((row) => row instanceof tf.Tensor)));
  }
}
