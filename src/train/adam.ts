import * as tf from '@tensorflow/tfjs';
import { adamStep } from '../backend/adamStep.js';
import { numberWithin, rejectUnknown } from '../check/checks.js';
import { type Scheduled, valueAt } from '../schedules/schedule.js';
import { readValues, writeValues } from '../tensor/values.js';
import { type Optimizer, withShapes } from './optimizer.js';

/** Options of Adam. */
export interface AdamOptions {
  /** Step size, a number or a schedule; default 1e-3. */
  learningRate?: Scheduled;
  /** Decay of the first moment, in [0, 1); default 0.9. */
  beta1?: number;
  /** Decay of the second moment, in [0, 1); default 0.999. */
  beta2?: number;
  /** Added to the root of the second moment; default 1e-8. */
  epsilon?: number;
}

function checkAdam(argument: string, options: AdamOptions): Required<AdamOptions> {
  rejectUnknown(argument, options, ['learningRate', 'beta1', 'beta2', 'epsilon']);
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  if (typeof learningRate === 'number') numberWithin(`${argument}.learningRate`, learningRate, 0);
  // At 1 the bias correction divides by 0.
  numberWithin(`${argument}.beta1`, beta1, 0, 1 - 1e-6);
  numberWithin(`${argument}.beta2`, beta2, 0, 1 - 1e-6);
  numberWithin(`${argument}.epsilon`, epsilon, 0);
  return { learningRate, beta1, beta2, epsilon };
}

const zerosLike = (variable: tf.Variable): tf.Variable =>
  tf.tidy(() => tf.variable(tf.zerosLike(variable), false));

/**
 * Adam with bias correction, as PyTorch's. Counts steps per variable: one that gets no gradient doesn't age.
 *
 * Source: Kingma & Ba 2015.
 */
export function adam(variables: readonly tf.Variable[], options: AdamOptions = {}): Optimizer {
  const { learningRate, ...decay } = checkAdam('optimizer', options);
  const moments = variables.flatMap((variable) => [zerosLike(variable), zerosLike(variable)]);
  let counts = variables.map(() => 0);
  return {
    adam: decay,
    learningRate: (progress) => valueAt(learningRate, progress),
    step: (gradients, progress) => {
      const rate = valueAt(learningRate, progress);
      gradients.forEach((gradient, i) => {
        if (!gradient) return;
        const step = ++counts[i]!;
        const [first, second] = [moments[2 * i]!, moments[2 * i + 1]!];
        adamStep(variables[i]!, gradient, first, second, { ...decay, learningRate: rate, step });
      });
    },
    state: async () => ({ counts: [...counts], tensors: withShapes(moments, await readValues(moments)) }),
    restore: (state) => {
      counts = [...state.counts];
      writeValues(
        moments,
        state.tensors.map(({ data }) => data),
      );
    },
    dispose: () => tf.dispose(moments),
  };
}
