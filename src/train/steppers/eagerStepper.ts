import * as tf from '@tensorflow/tfjs';
import { allFinite } from '../../matrix/checkFinite.js';
import { type TrainingSet, takeMinibatch } from '../minibatch.js';
import { activeAt } from '../objective.js';
import { networksOf, type Run } from '../run.js';
import { stepAt } from '../step.js';
import { gradients } from './gradients.js';
import type { Stepper } from './stepper.js';

/** Whether values of tensors can be read at once: that would stall a GPU; elsewhere it costs nothing. */
export const readsAtOnce = (): boolean => !['webgl', 'webgpu'].includes(tf.getBackend());

/** Runs steps in tfjs, operation by operation. */
export function eagerStepper(run: Run, set: TrainingSet): Stepper {
  const variables = networksOf(run).flatMap((network) => network.variables);
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
    hasFiniteWeights: () =>
      !readsAtOnce() || variables.every((variable) => allFinite(variable.dataSync<'float32'>())),
    end: async () => {},
    dispose: async () => {},
  };
}
