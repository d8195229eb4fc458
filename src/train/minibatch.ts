import * as tf from '@tensorflow/tfjs';
import { copyRows } from '../matrix/copyRows.js';
import { type Labels, oneHotRows } from '../matrix/labels.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';

/** The cells a model is trained on, outside tfjs: a step sees one minibatch of them. */
export interface TrainingSet {
  /** [cells, genes] */
  x: Matrix | CsrMatrix;
  batch: Labels;
  labels?: Labels;
}

/** Some cells as tensors. */
export interface Minibatch {
  /** [cells, genes] */
  x: tf.Tensor2D;
  /** One-hot. [cells, batches] */
  batch: tf.Tensor2D;
  /** One-hot. [cells, labels] */
  labels?: tf.Tensor2D;
}

function oneHot({ categories, codes }: Labels, rows: Int32Array): tf.Tensor2D {
  const picked = rows.map((row) => codes[row]!);
  return tf.tensor2d(oneHotRows(picked, categories.length), [rows.length, categories.length]);
}

/** The named cells as tensors, dense. The caller (or its `tf.tidy`) disposes them. */
export function takeMinibatch({ x, batch, labels }: TrainingSet, rows: Int32Array): Minibatch {
  const { data, shape } = copyRows(x, rows);
  const taken = { x: tf.tensor2d(data, shape), batch: oneHot(batch, rows) };
  return labels ? { ...taken, labels: oneHot(labels, rows) } : taken;
}
