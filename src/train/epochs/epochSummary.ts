import type { Progress } from '../../schedules/schedule.js';
import type { EpochRecord } from '../epochRecord.js';
import { weightsAt } from '../objective.js';
import type { Run } from '../run.js';
import type { StepLog } from './stepLog.js';

/** Mean of a loss over the steps at which it was computed; NaN if there is no such step. */
function meanOf(rows: readonly ArrayLike<number>[], column: number): number {
  const computed = rows.map((row) => row[column]!).filter((value) => !Number.isNaN(value));
  return computed.reduce((sum, value) => sum + value, 0) / computed.length;
}

/**
 * The record of an epoch.
 *
 * @param log - Its losses, all of them read.
 * @param progress - Its last step.
 * @param started - When it started, as `performance.now()` had it.
 */
export function epochSummary(run: Run, log: StepLog, progress: Progress, started: number): EpochRecord {
  const record: EpochRecord = {
    epoch: progress.epoch,
    epochs: progress.epochs,
    total: 0,
    terms: {},
    weights: {},
    noise: run.model.noiseLevel(progress),
    learningRates: {},
    seconds: (performance.now() - started) / 1000,
  };
  for (const [i, { name: phase, terms, optimizer }] of run.phases.entries()) {
    if (!log[i]!.length) continue;
    const moved = log[i]!.findLast(({ idle }) => !idle);
    if (moved) record.learningRates[phase] = optimizer.learningRate(moved.progress);
    const rows = log[i]!.map(({ row }) => row as Float32Array);
    const weights = weightsAt(terms, progress);
    record.total += meanOf(rows, 0);
    terms.forEach(({ term: { name } }, j) => {
      record.terms[name] = meanOf(rows, j + 1);
      record.weights[name] = weights[j]!;
    });
  }
  return record;
}
