import { useBackend } from '../../src/backend/useBackend.js';
import type { CellOptions } from '../../src/model/map/cellOptions.js';
import { loadRuntime } from '../../src/onnx/runtime.js';
import type { TrainingSet } from '../../src/train/minibatch.js';
import type { Run } from '../../src/train/run.js';
import { compiledStepper } from '../../src/train/steppers/compiledStepper.js';
import { eagerStepper } from '../../src/train/steppers/eagerStepper.js';
import type { Stepper } from '../../src/train/steppers/stepper.js';

/** Ways to compute what is ours: tfjs on one of its backends, or compiled. */
export type Way = 'wasm' | 'tensorflow' | 'compiled';

/** Starts a way's backend. False where it isn't installed. */
export async function startWay(way: Way): Promise<boolean> {
  if (way === 'compiled' && !(await loadRuntime())) return false;
  return useBackend(way === 'compiled' ? 'wasm' : way).then(
    () => true,
    () => false,
  );
}

/** The stepper of a run; `threads` counts for the compiled way only. */
export async function stepperOf(way: Way, run: Run, set: TrainingSet, threads: number): Promise<Stepper> {
  if (way !== 'compiled') return eagerStepper(run, set);
  return compiledStepper(run, set, (await loadRuntime())!, { threads });
}

/** What `transform` must be told. */
export const transformOptions = (way: Way): CellOptions => (way === 'compiled' ? { compile: true } : {});
