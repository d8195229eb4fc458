import { UntraceableError } from '../../onnx/untraceable.js';
import { type Compile, wantedRuntime } from '../../onnx/wantedRuntime.js';
import type { TrainingSet } from '../minibatch.js';
import type { Run } from '../run.js';
import { eagerStepper } from './eagerStepper.js';
import type { Stepper } from './stepper.js';

/** Options of {@link createStepper}. */
export interface StepperOptions {
  compile: Compile;
  onWarning: (message: string) => void;
}

/** Runs compiled steps until one can't be recorded, and steps of tfjs from then on. */
function compiledWhilePossible(
  compiled: Stepper,
  eager: Stepper,
  onWarning: StepperOptions['onWarning'],
): Stepper {
  let current = compiled;
  return {
    begin: (now) => current.begin(now),
    step: async (...call) => {
      try {
        return await current.step(...call);
      } catch (error) {
        if (!(error instanceof UntraceableError) || current === eager) throw error;
        onWarning(`fit: not compiled. ${error.message} Training goes on uncompiled.`);
        // This step has changed nothing yet: it is recorded before it runs.
        await compiled.end();
        await compiled.dispose();
        current = eager;
        return current.step(...call);
      }
    },
    hasFiniteWeights: () => current.hasFiniteWeights(),
    end: () => current.end(),
    dispose: () => current.dispose(),
  };
}

/**
 * Makes the stepper of a fit. The caller disposes it.
 *
 * @throws Error if `compile` is true and onnxruntime isn't installed.
 */
export async function createStepper(
  run: Run,
  set: TrainingSet,
  { compile, onWarning }: StepperOptions,
): Promise<Stepper> {
  const eager = eagerStepper(run, set);
  const runtime = await wantedRuntime('fit', compile);
  if (!runtime) return eager;
  // Recording and graphs are a quarter of a model's files: loaded only where they are used.
  const { compiledStepper } = await import('./compiledStepper.js');
  return compiledWhilePossible(compiledStepper(run, set, runtime), eager, onWarning);
}
