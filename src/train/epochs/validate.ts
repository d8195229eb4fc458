import * as tf from '@tensorflow/tfjs';
import type { Mode } from '../../nn/network.js';
import type { Progress } from '../../schedules/schedule.js';
import type { ValidationRecord } from '../epochRecord.js';
import { type Minibatch, type TrainingSet, takeMinibatch } from '../minibatch.js';
import { activeAt } from '../objective.js';
import type { Run } from '../run.js';
import { minibatchRows } from '../samplers/minibatchRows.js';
import { type Step, stepAt } from '../step.js';

/** [error, total of phase 0, its terms …, total of phase 1, …] */
function losses({ model, phases }: Run, minibatch: Minibatch, step: Step): tf.Tensor1D {
  const rows = phases.map(({ objective, terms }) => {
    return objective(minibatch, step, activeAt(terms, step.progress)).row;
  });
  return tf.concat([tf.reshape(model.error(minibatch, step), [1]), ...rows]);
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
    means = Array.from(await row.data(), (value, i) => (means[i] ?? 0) + value * share);
    row.dispose();
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
