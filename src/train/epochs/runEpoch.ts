import * as tf from '@tensorflow/tfjs';
import { createBreather } from '../../platform/breathe.js';
import type { Progress } from '../../schedules/schedule.js';
import type { EpochRecord } from '../epochRecord.js';
import type { Plan } from '../plan.js';
import type { Run } from '../run.js';
import type { Stepper } from '../steppers/stepper.js';
import { duePhases, type EpochStep, epochSteps } from './epochSteps.js';
import { epochSummary } from './epochSummary.js';
import { NumberFault } from './numberFault.js';
import { checkLog, disposeLog, readIfCheap, readLog, type StepLog } from './stepLog.js';
import type { EpochOptions } from './trainingJob.js';

/** Every so many steps, all weights are checked, and losses are read from a GPU. */
const interval = 16;

async function runStep(
  run: Run,
  stepper: Stepper,
  { part, progress }: EpochStep,
  step: number,
  log: StepLog,
): Promise<void> {
  for (const { phase, weights, idle } of duePhases(run, progress)) {
    const row = idle
      ? Float32Array.of(0, ...weights.map(() => Number.NaN))
      : readIfCheap(await stepper.step(phase, part, progress));
    log[phase]!.push({ step, progress, weights, row, idle });
  }
}

/** Checks what is new in the log, and now and then all weights: activations such as ReLU may hide one that isn't finite. */
function createWatch(run: Run, stepper: Stepper, log: StepLog, options: EpochOptions) {
  let [seen, sound] = [0, 0];
  return async ({ progress }: EpochStep, step: number, isLast: boolean): Promise<void> => {
    const isDue = isLast || (step + 1) % interval === 0;
    if (isDue) await readLog(log);
    if (log.some((steps) => steps.at(-1)?.row instanceof tf.Tensor)) return;
    checkLog(run, log, seen, sound, options);
    seen = step + 1;
    if (!isDue || isLast) return;
    if (!stepper.hasFiniteWeights()) {
      throw new NumberFault('a weight stopped being finite', { step, progress, sound });
    }
    sound = step + 1;
  };
}

/**
 * Runs one epoch: a pass over the minibatches of the run's sampler.
 *
 * @throws The reason of `signal` if aborted; NumberFault if a loss or a weight isn't finite. The run then stands within an epoch:
 * the caller returns it to a snapshot.
 */
export async function runEpoch(
  run: Run,
  stepper: Stepper,
  rows: Int32Array,
  plan: Plan,
  options: EpochOptions = {},
): Promise<{ record: EpochRecord; progress: Progress; steps: number }> {
  const started = performance.now();
  const breathe = createBreather();
  const steps = epochSteps(run, rows, plan);
  const log: StepLog = run.phases.map(() => []);
  const watch = createWatch(run, stepper, log, options);
  try {
    for (const [i, step] of steps.entries()) {
      options.signal?.throwIfAborted();
      await runStep(run, stepper, step, i, log);
      await watch(step, i, i === steps.length - 1);
      options.onStep?.(step.progress);
      await breathe();
    }
    await stepper.end();
    const { progress } = steps.at(-1)!;
    return { record: epochSummary(run, log, progress, started), progress, steps: steps.length };
  } finally {
    disposeLog(log);
  }
}
