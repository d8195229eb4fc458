import type { Compile } from '../../onnx/wantedRuntime.js';
import { type WarningOptions, warn } from '../../platform/warnings.js';
import type { EpochRecord } from '../epochRecord.js';
import { placeText } from './numberFault.js';
import type { TrainingJob } from './trainingJob.js';

/** Warns of the first huge loss of each term. */
function hugeLossWarning(onWarning: (message: string) => void): NonNullable<TrainingJob['onHugeLoss']> {
  const said = new Set<string>();
  return (name, value, place) => {
    if (said.has(name)) return;
    said.add(name);
    const size = `${name} is ${value.toPrecision(2)} at ${placeText(place)}`;
    onWarning(
      `fit: ${size}: finite, but so large that training can't follow it. Look for extreme values in x, give log1p(normalizeTotal(x)), or divide the loss by its usual size.`,
    );
  };
}

/** Trains as `trainEpochs` does, with the stepper that the options of `fit` ask for. */
export async function* trainFor(
  job: Omit<TrainingJob, 'stepper'>,
  options: { compile?: Compile } & WarningOptions,
): AsyncGenerator<EpochRecord, void> {
  const { compile = 'auto' } = options;
  const onWarning = (message: string) => warn(message, options);
  // Loaded here: a model that is only used doesn't need them.
  const { createStepper } = await import('../steppers/createStepper.js');
  const { trainEpochs } = await import('./trainEpochs.js');
  const stepper = await createStepper(job.run, job.set, { compile, onWarning });
  try {
    yield* trainEpochs({ ...job, stepper, onWarning, onHugeLoss: hugeLossWarning(onWarning) });
  } finally {
    await stepper.dispose();
  }
}
