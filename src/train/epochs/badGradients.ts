import * as tf from '@tensorflow/tfjs';
import { firstNotFinite } from '../../matrix/checkFinite.js';
import { takeMinibatch } from '../minibatch.js';
import { restore } from '../run.js';
import { stepAt } from '../step.js';
import { gradients } from '../steppers/gradients.js';
import type { FaultyStep } from './replay.js';
import type { TrainingJob } from './trainingJob.js';

/** A variable with a value that isn't finite. */
export interface BadVariable {
  variable: tf.Variable;
  value: number;
}

/** The gradients of some terms of a phase, in tfjs. Empty if they depend on no variable. */
function gradientsOf(
  { run, set }: TrainingJob,
  at: FaultyStep,
  active: readonly boolean[],
): (tf.Tensor | undefined)[] {
  try {
    return tf.tidy(() => {
      const step = stepAt(at.progress, { training: true, rng: run.streams.noise });
      const found = gradients(run.phases[at.phase]!, takeMinibatch(set, at.part), step, active);
      found.row.dispose();
      return found.gradients.map((gradient) => gradient ?? undefined);
    });
  } catch {
    return [];
  }
}

/** The variables of a phase in which the gradient of some of its terms isn't finite. The run is back at the state before the step. */
export async function badGradients(
  job: TrainingJob,
  at: FaultyStep,
  active: readonly boolean[],
): Promise<BadVariable[]> {
  await restore(job.run, at.before, job.seed);
  const found: BadVariable[] = [];
  for (const [i, gradient] of gradientsOf(job, at, active).entries()) {
    if (!gradient) continue;
    const values = await gradient.data<'float32'>();
    const index = firstNotFinite(values);
    if (index < values.length) {
      found.push({ variable: job.run.phases[at.phase]!.variables[i]!, value: values[index]! });
    }
    gradient.dispose();
  }
  return found;
}
