import * as tf from '@tensorflow/tfjs';
import { oneOf, trueOrFalse } from '../../check/checks.js';
import { asGiven, type OptionTable, readOptions } from '../../check/options.js';
import type { Categories } from '../../matrix/categories.js';
import type { EncodeInput } from '../../model/assembly.js';
import { type CellOptions, cellTable } from '../../model/map/cellOptions.js';
import type { Mode } from '../../nn/network.js';
import { rowBounds } from '../../tensor/minMaxRows.js';
import type { ScidrlAssembly } from './scidrlPhases.js';

/** Options of {@link Scidrl.correct}. */
export interface ScidrlCorrectOptions extends CellOptions {
  /**
   * `'own'` (default): each cell comes back between its own smallest and largest value, in the units of x. `'unit'`: every
   * cell lies in [0, 1], as the publication leaves it.
   */
  range?: 'own' | 'unit';
  /**
   * Decodes as the published code does, with a batch norm that isn't trained; default false. There the correcting branch
   * shares the decoder's weights, but has a norm of its own, which no training reaches.
   */
  publishedBatchNorm?: boolean;
  /** The batch of each cell, needed for cells of batches that {@link System.extend} has added. */
  batch?: Categories;
}

const table = {
  ...cellTable,
  batch: asGiven,
  range: (argument, given = 'own') => oneOf(argument, given, ['own', 'unit']),
  publishedBatchNorm: (argument, given = false) => trueOrFalse(argument, given),
} satisfies OptionTable<ScidrlCorrectOptions>;

/** Throws on an unknown or impossible option. */
export function checkCorrectOptions(options: ScidrlCorrectOptions): void {
  readOptions('correct', options, table);
}

/** Decodes cells with z_noise := 0. Call inside `tf.tidy`. -> [cells, genes] */
export function correctScidrl(
  { networks: { decoder }, encode }: ScidrlAssembly,
  input: EncodeInput,
  mode: Mode,
  { range = 'own', publishedBatchNorm = false }: ScidrlCorrectOptions,
): tf.Tensor2D {
  const { noise, bio } = encode(input, mode);
  const z = tf.concat([tf.zerosLike(noise), bio], 1);
  const logits = publishedBatchNorm ? decoder.applyPublished(z, mode) : decoder.apply(z, mode);
  const unit = tf.sigmoid(logits);
  if (range === 'unit') return unit;
  const { low, spread } = rowBounds(input.x);
  return tf.add(tf.mul(unit, spread), low);
}
