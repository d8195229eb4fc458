import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import { numberWithin } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { type Progress, type Scheduled, valueAt } from '../../schedules/schedule.js';
import { readValues, writeValues } from '../../tensor/values.js';
import { adamStep } from '../../wasm/adam/adamStep.js';
import { type AdamMoments, type Optimizer, withShapes } from './optimizer.js';

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

// At 1 the bias correction divides by 0.
const decay = (argument: string, given: number): number => numberWithin(argument, given, 0, 1 - 1e-6);

const table = {
  learningRate: (argument, given = 1e-3) =>
    typeof given === 'number' ? numberWithin(argument, given, 0) : given,
  beta1: (argument, given = 0.9) => decay(argument, given),
  beta2: (argument, given = 0.999) => decay(argument, given),
  epsilon: (argument, given = 1e-8) => numberWithin(argument, given, 0),
} satisfies OptionTable<AdamOptions>;

const zerosLike = (of: tf.Variable): tf.Variable =>
  variable(of.shape, () => tf.zerosLike<tf.Tensor>(of), { trainable: false });

/** The moments of a variable: those in `shared`, or new ones, which are added to it. */
function momentsOf(of: tf.Variable, shared: Map<tf.Variable, AdamMoments>): AdamMoments {
  const moments = shared.get(of) ?? {
    first: zerosLike(of),
    second: zerosLike(of),
    count: 0,
  };
  shared.set(of, moments);
  return moments;
}

/**
 * Adam with bias correction, as in PyTorch. Steps are counted per variable: one without a gradient isn't counted.
 *
 * Source: Kingma & Ba 2015.
 *
 * @param shared - The moments that several phases share: phases with the same map share one Adam. Default: none.
 */
export function adam(
  variables: readonly tf.Variable[],
  options: AdamOptions = {},
  shared: Map<tf.Variable, AdamMoments> = new Map(),
): Optimizer {
  const { learningRate, ...constants } = readOptions('optimizer', options, table, '.');
  const moments = variables.map((of) => momentsOf(of, shared));
  const tensors = moments.flatMap(({ first, second }) => [first, second]);
  let factor = 1;
  const rateAt = (progress: Progress): number => factor * valueAt(learningRate, progress);
  return {
    adam: constants,
    moments,
    learningRate: rateAt,
    scaleRate: (next) => {
      factor = next;
    },
    step: (gradients, progress) => {
      const rate = rateAt(progress);
      gradients.forEach((gradient, i) => {
        if (!gradient) return;
        const own = moments[i]!;
        own.count++;
        const now = { ...constants, learningRate: rate, step: own.count };
        adamStep(variables[i]!, gradient, own.first, own.second, now);
      });
    },
    state: async () => ({
      counts: moments.map(({ count }) => count),
      tensors: withShapes(tensors, await readValues(tensors)),
    }),
    restore: (state) => {
      moments.forEach((own, i) => {
        own.count = state.counts[i]!;
      });
      writeValues(
        tensors,
        state.tensors.map(({ data }) => data),
      );
    },
    dispose: () => tf.dispose(tensors),
  };
}
