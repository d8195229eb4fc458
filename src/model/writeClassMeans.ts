import * as tf from '@tensorflow/tfjs';
import { classMeans } from '../matrix/classMeans.js';
import type { Labels } from '../matrix/labels.js';
import type { Matrix } from '../matrix/matrix.js';

/** Writes the mean row of each category into a variable [categories, columns]: statistics for the `finish` of a system. */
export function writeClassMeans(target: tf.Variable, rows: Matrix, { categories, codes }: Labels): void {
  const { data, shape } = classMeans(rows, codes, categories.length);
  tf.tidy(() => target.assign(tf.tensor2d(data, shape)));
}
