import * as tf from '@tensorflow/tfjs';
import { reconstructionLoss } from '../losses/reconstructionLoss.js';
import type { Mode } from '../nn/network.js';
import type { Progress } from '../schedules/schedule.js';
import type { ValidationRecord } from './epochRecord.js';
import { forward } from './forward.js';
import { type Minibatch, type TrainingSet, takeMinibatch } from './minibatch.js';
import { minibatchRows } from './minibatchRows.js';
import { objective, weightsAt } from './objective.js';
import type { BoundTerm } from './phase.js';
import type { Run } from './run.js';

function losses(
  run: Run,
  terms: readonly BoundTerm[],
  minibatch: Minibatch,
  progress: Progress,
  mode: Mode,
): tf.Tensor1D {
  const pass = forward(run.model, minibatch, progress, mode);
  const { row } = objective(terms, weightsAt(terms, progress), pass);
  return tf.concat([row, tf.reshape(reconstructionLoss(pass.output, pass.x), [1])]);
}

/** The losses of held-out cells: no noise, no sampling, running statistics; mean over minibatches by their cells. */
export async function validate(
  run: Run,
  set: TrainingSet,
  rows: Int32Array,
  batchSize: number,
  progress: Progress,
): Promise<ValidationRecord> {
  const terms = run.phases.flatMap((phase) => phase.terms);
  const mode: Mode = { training: false, rng: run.streams.noise.stream(`validation/${progress.epoch}`) };
  const sums = new Float64Array(terms.length + 2);
  const parts = minibatchRows(rows, batchSize, false);
  for (const part of parts) {
    const row = tf.tidy(() => losses(run, terms, takeMinibatch(set, part), progress, mode));
    const values = await row.data();
    row.dispose();
    values.forEach((value, i) => {
      sums[i]! += value * part.length;
    });
  }
  const cells = parts.reduce((sum, part) => sum + part.length, 0);
  const [total, ...means] = Array.from(sums, (sum) => sum / cells);
  const named = terms.map(({ term }, i) => [term.name, means[i]!] as const);
  return { total: total!, terms: Object.fromEntries(named), squaredError: means.at(-1)! };
}
