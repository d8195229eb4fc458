import { createStepper } from '../train/createStepper.js';
import type { EpochRecord } from '../train/epochRecord.js';
import { type TrainingJob, trainEpochs } from '../train/trainEpochs.js';
import type { FitOptions } from './fitOptions.js';
import { warn } from './warn.js';

/** Trains as the options of `fit` say, compiled where that can be. */
export async function* trainFor(
  job: Omit<TrainingJob, 'stepper'>,
  options: FitOptions,
): AsyncGenerator<EpochRecord, void> {
  const { compile = 'auto' } = options;
  const onWarning = (message: string) => warn(options, message);
  const stepper = await createStepper(job.run, job.set, { compile, onWarning });
  try {
    yield* trainEpochs({ ...job, stepper });
  } finally {
    await stepper.dispose();
  }
}
