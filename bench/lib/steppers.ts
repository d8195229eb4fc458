import { useBackend } from '../../src/backend/useBackend.js';
import type { CellOptions } from '../../src/model/map/cellOptions.js';
import { loadRuntime } from '../../src/onnx/runtime.js';
import type { TrainingSet } from '../../src/train/minibatch.js';
import type { Run } from '../../src/train/run.js';
import { compiledStepper } from '../../src/train/steppers/compiledStepper.js';
import { eagerStepper } from '../../src/train/steppers/eagerStepper.js';
import type { Stepper } from '../../src/train/steppers/stepper.js';

/** Ways to run our code: tfjs on one of its backends, or compiled. */
export type Way = 'wasm' | 'tensorflow' | 'compiled';

/** Starts the backend of a way. Returns false if it isn't installed. */
export async function startWay(way: Way): Promise<boolean> {
  if (way === 'compiled' && !(await loadRuntime())) return false;
  return useBackend(way === 'compiled' ? 'wasm' : way).then(
    () => true,
    () => false,
  );
}

/** Creates the stepper of a run; `threads` applies to the compiled way only. */
export async function stepperOf(way: Way, run: Run, set: TrainingSet, threads: number): Promise<Stepper> {
  if (way !== 'compiled') return eagerStepper(run, set);
  return compiledStepper(run, set, (await loadRuntime())!, { threads });
}

/** Options of `transform` for a way. */
export const transformOptions = (way: Way): CellOptions => (way === 'compiled' ? { compile: true } : {});
