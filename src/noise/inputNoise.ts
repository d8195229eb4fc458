import * as tf from '@tensorflow/tfjs';
import { rejectUnknown } from '../check/checks.js';
import type { Rng } from '../random/rng.js';
import { type Progress, type Scheduled, valueAt } from '../schedules/schedule.js';
import { dropoutNoise } from './dropoutNoise.js';
import { gaussianNoise } from './gaussianNoise.js';

/** What is done to the encoder's input while training; drawn anew at every forward pass. */
export interface Noise {
  /** The noisy copy of x [cells, genes]. */
  apply(x: tf.Tensor2D, progress: Progress, rng: Rng): tf.Tensor2D;
  /** How strong it is now; goes into the history. */
  level(progress: Progress): number;
}

/** Options of {@link inputNoise}. */
export interface InputNoiseOptions {
  /** Standard deviation of Gaussian noise, in the units of the input; default 0. */
  gaussian?: Scheduled;
  /** Share of entries set to 0; default 0. */
  dropout?: Scheduled;
}

/**
 * Dropout, then Gaussian noise, each by its schedule.
 *
 * @throws RangeError on an unknown option.
 * @example
 * ```ts
 * new DisentangledAE({ noise: inputNoise({ dropout: 0.2, gaussian: linearSchedule({ from: 0.1, to: 0 }) }) });
 * ```
 */
export function inputNoise(options: InputNoiseOptions = {}): Noise {
  const { gaussian = 0, dropout = 0 } = options;
  rejectUnknown('inputNoise', options, ['gaussian', 'dropout']);
  return {
    apply: (x, progress, rng) =>
      tf.tidy(() => {
        const thinned = dropoutNoise(x, valueAt(dropout, progress), rng);
        return gaussianNoise(thinned, valueAt(gaussian, progress), rng);
      }),
    level: (progress) => valueAt(gaussian, progress) || valueAt(dropout, progress),
  };
}
