import * as tf from '@tensorflow/tfjs';
import type { Mode } from '../../nn/network.js';
import type { Progress } from '../../schedules/schedule.js';
import type { ValidationRecord } from '../epochRecord.js';
import { type Minibatch, type TrainingSet, takeMinibatch } from '../minibatch.js';
import { activeAt, weightsAt } from '../objective.js';
import type { Run } from '../run.js';
import { minibatchRows } from '../samplers/minibatchRows.js';
import { type Step, stepAt } from '../step.js';
import { NumberFault } from './numberFault.js';
import { badTerm } from './stepLog.js';

/** [error, total of phase 0, its terms …, total of phase 1, …] */
function losses({ model, phases }: Run, minibatch: Minibatch, step: Step): tf.Tensor1D {
  const rows = phases.map(({ objective, terms }) => {
    return objective(minibatch, step, activeAt(terms, step.progress)).row;
  });
  return tf.concat([tf.reshape(model.error(minibatch, step), [1]), ...rows]);
}

/** Throws if the error, a total or a term with a weight isn't finite. */
function checkLosses({ phases }: Run, values: Float32Array, held: Int32Array, progress: Progress): void {
  const fault = (name: string, value: number): NumberFault =>
    new NumberFault(`${name} became ${value} in held-out cells`, { step: -1, progress, held });
  let at = 1;
  for (const { terms } of phases) {
    const row = values.subarray(at, at + 1 + terms.length);
    at += row.length;
    const bad = badTerm(row, weightsAt(terms, progress));
    if (bad >= 0) throw fault(`term '${terms[bad]!.term.name}'`, row[bad + 1]!);
    if (!Number.isFinite(row[0])) throw fault('the total', row[0]!);
  }
  if (!Number.isFinite(values[0])) throw fault("the model's error", values[0]!);
}

/** Mean losses over minibatches, weighted by their number of cells. */
async function meanLosses(
  run: Run,
  set: TrainingSet,
  parts: readonly Int32Array[],
  step: Step,
): Promise<number[]> {
  const cells = parts.reduce((sum, part) => sum + part.length, 0);
  let means: number[] = [];
  for (const part of parts) {
    const row = tf.tidy(() => losses(run, takeMinibatch(set, part), step));
    const share = part.length / cells;
    const values = await row.data<'float32'>();
    row.dispose();
    checkLosses(run, values, part, step.progress);
    means = Array.from(values, (value, i) => (means[i] ?? 0) + value * share);
  }
  return means;
}

/** The losses of held-out cells: without noise or sampling, with running statistics; mean over minibatches, weighted by cells. */
export async function validate(
  run: Run,
  set: TrainingSet,
  rows: Int32Array,
  batchSize: number,
  progress: Progress,
): Promise<ValidationRecord> {
  const mode: Mode = { training: false, rng: run.streams.noise.stream(`validation/${progress.epoch}`) };
  const parts = minibatchRows(rows, batchSize, false);
  const [error, ...means] = await meanLosses(run, set, parts, stepAt(progress, mode));
  const record: ValidationRecord = { total: 0, terms: {}, error: error! };
  for (const { terms } of run.phases) {
    record.total += means.shift()!;
    for (const { term } of terms) record.terms[term.name] = means.shift()!;
  }
  return record;
}
