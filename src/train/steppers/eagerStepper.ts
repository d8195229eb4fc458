import * as tf from '@tensorflow/tfjs';
import { type TrainingSet, takeMinibatch } from '../minibatch.js';
import { activeAt } from '../objective.js';
import type { Run } from '../run.js';
import { stepAt } from '../step.js';
import { gradients } from './gradients.js';
import type { Stepper } from './stepper.js';

/** Runs steps in tfjs, operation by operation. */
export function eagerStepper(run: Run, set: TrainingSet): Stepper {
  return {
    begin: () => {},
    step: async (index, rows, progress) => {
      const phase = run.phases[index]!;
      const active = activeAt(phase.terms, progress);
      return tf.tidy(() => {
        const step = stepAt(progress, { training: true, rng: run.streams.noise });
        const taken = gradients(phase, takeMinibatch(set, rows), step, active);
        try {
          phase.optimizer.step(taken.gradients, progress);
        } catch (error) {
          taken.row.dispose();
          throw error;
        }
        return taken.row;
      });
    },
    end: async () => {},
    dispose: async () => {},
  };
}
