import * as tf from '@tensorflow/tfjs';
import { type OptionTable, readOptions } from '../check/options.js';
import type { CsrMatrix } from '../matrix/matrix.js';
import type { Rng } from '../random/rng.js';
import { type Progress, type Scheduled, scheduled, type ValueNow, valueAt } from '../schedules/schedule.js';
import { dropoutNoise } from './dropoutNoise.js';
import { dropSparse } from './dropSparse.js';
import { gaussianNoise } from './gaussianNoise.js';

/** Noise on the encoder's input during training; drawn again in each forward pass. */
export interface Noise {
  /**
   * Returns a noisy copy of x [cells, genes]. For a strength that changes during training, use
   * `value(schedule)`.
   */
  apply(x: tf.Tensor2D, value: ValueNow, rng: Rng): tf.Tensor2D;
  /** The same for compressed rows, to the bit. Only noise that leaves zeros zero has this method. */
  applySparse?(x: CsrMatrix, progress: Progress, rng: Rng): CsrMatrix;
  /** The current strength, which is recorded in the history. */
  level(progress: Progress): number;
}

/** Options of {@link inputNoise}. */
export interface InputNoiseOptions {
  /** Standard deviation of Gaussian noise, in the units of the input; default 0. */
  gaussian?: Scheduled;
  /** Share of entries set to 0; default 0. */
  dropout?: Scheduled;
}

const table = {
  gaussian: (argument, given = 0) => scheduled(argument, given, 0),
  dropout: (argument, given = 0) => scheduled(argument, given, 0, 1 - 1e-6),
} satisfies OptionTable<InputNoiseOptions>;

/**
 * Dropout, followed by Gaussian noise, each with its own schedule.
 *
 * @throws RangeError if an option is unknown.
 * @example
 * ```ts
 * new DisentangledAE({ noise: inputNoise({ dropout: 0.2, gaussian: linearSchedule({ from: 0.1, to: 0 }) }) });
 * ```
 */
export function inputNoise(options: InputNoiseOptions = {}): Noise {
  const { gaussian, dropout } = readOptions('inputNoise', options, table);
  const sparse: Noise['applySparse'] = (x, progress, rng) =>
    dropout === 0 ? x : dropSparse(x, valueAt(dropout, progress), rng);
  return {
    ...(gaussian === 0 ? { applySparse: sparse } : {}),
    apply: (x, value, rng) =>
      tf.tidy(() => {
        const now = (strength: Scheduled) => (typeof strength === 'number' ? strength : value(strength));
        return gaussianNoise(dropoutNoise(x, now(dropout), rng), now(gaussian), rng);
      }),
    level: (progress) => valueAt(gaussian, progress) || valueAt(dropout, progress),
  };
}
