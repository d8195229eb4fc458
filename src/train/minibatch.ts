import * as tf from '@tensorflow/tfjs';
import { hasCsrProduct } from '../backend/wasmCsrMatMul.js';
import { copyRows } from '../matrix/copyRows.js';
import { type Labels, oneHotRows } from '../matrix/labels.js';
import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';

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
  /** `x` without its zeros, where products of sparse cells are faster. */
  sparse?: CsrMatrix;
}

/** Some cells, dense, outside tfjs: one matrix for each tensor of a {@link Minibatch}. */
export type MinibatchArrays = Record<'x' | 'batch', Matrix> & { labels?: Matrix };

function oneHot({ categories, codes }: Labels, rows: Int32Array): Matrix {
  const picked = rows.map((row) => codes[row]!);
  return { data: oneHotRows(picked, categories.length), shape: [rows.length, categories.length] };
}

/**
 * The named cells, dense.
 *
 * @param into - Where to write `x`; default a new array.
 */
export function minibatchArrays(
  { x, batch, labels }: TrainingSet,
  rows: Int32Array,
  into?: Float32Array,
): MinibatchArrays {
  const taken = { x: copyRows(x, rows, into), batch: oneHot(batch, rows) };
  return labels ? { ...taken, labels: oneHot(labels, rows) } : taken;
}

/** The named cells as tensors, dense. The caller (or its `tf.tidy`) disposes them. */
export function takeMinibatch(set: TrainingSet, rows: Int32Array): Minibatch {
  const named = Object.entries(minibatchArrays(set, rows));
  const tensors = named.map(([name, { data, shape }]) => [name, tf.tensor2d(data, shape)] as const);
  const sparse = isCsr(set.x) && hasCsrProduct() ? { sparse: selectRows(set.x, rows) } : {};
  return { ...(Object.fromEntries(tensors) as unknown as Minibatch), ...sparse };
}
