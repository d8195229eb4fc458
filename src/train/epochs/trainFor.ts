import type { Compile } from '../../onnx/wantedRuntime.js';
import { type WarningOptions, warn } from '../../platform/warnings.js';
import type { EpochRecord } from '../epochRecord.js';
import { createStepper } from '../steppers/createStepper.js';
import { type TrainingJob, trainEpochs } from './trainEpochs.js';

/** Trains as `trainEpochs` does, with the stepper that the options of `fit` ask for. */
export async function* trainFor(
  job: Omit<TrainingJob, 'stepper'>,
  options: { compile?: Compile } & WarningOptions,
): AsyncGenerator<EpochRecord, void> {
  const { compile = 'auto' } = options;
  const onWarning = (message: string) => warn(message, options);
  const stepper = await createStepper(job.run, job.set, { compile, onWarning });
  try {
    yield* trainEpochs({ ...job, stepper });
  } finally {
    await stepper.dispose();
  }
}
