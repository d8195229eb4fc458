import * as tf from '@tensorflow/tfjs';
import { copyRows } from '../matrix/copyRows.js';
import { type Labels, oneHotRows } from '../matrix/labels.js';
import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';
import { hasCsrProduct } from '../wasm/sparse/wasmCsrMatMul.js';

/** The cells a model is trained on, outside tfjs: a step sees one minibatch of them. */
export interface TrainingSet {
  /** [cells, genes] */
  x: Matrix | CsrMatrix;
  /** The batch of each cell. */
  batch: Labels;
  /** What else is known of each cell, by name: categories, or values [cells, size]. */
  covariates?: Record<string, Labels | Matrix>;
  /** Whether steps are told which cells they see: for tables with one row per cell. */
  cellRows?: true;
}

/** Some cells as tensors. */
export interface Minibatch {
  /** [cells, genes] */
  x: tf.Tensor2D;
  /** One-hot. [cells, batches] */
  batch: tf.Tensor2D;
  /** Categories one-hot, values as they are; empty if there are none. [cells, size] each */
  covariates: Record<string, tf.Tensor2D>;
  /** Which rows of the training set these cells are, int32, if it asks for them. [cells] */
  rows?: tf.Tensor1D;
  /** `x` without its zeros, where products of sparse cells are faster. */
  sparse?: CsrMatrix;
}

/** Values of a tensor, outside tfjs. */
export interface TensorValues {
  data: Float32Array | Int32Array;
  shape: readonly number[];
}

/** What a tensor of a minibatch looks like. */
export interface TensorSpec {
  shape: readonly number[];
  dtype: 'float32' | 'int32';
}

const covariatePrefix = 'covariate/';

/** The columns beside x, under the names of a minibatch's arrays. */
export function columnsOf({
  batch,
  covariates = {},
}: Partial<Pick<TrainingSet, 'batch' | 'covariates'>>): [string, Labels | Matrix][] {
  const named = Object.entries(covariates).map(([name, values]): [string, Labels | Matrix] => [
    `${covariatePrefix}${name}`,
    values,
  ]);
  return batch ? [['batch', batch], ...named] : named;
}

const widthOf = (values: Labels | Matrix): number =>
  'codes' in values ? values.categories.length : values.shape[1];

/** The named rows of a column: categories one-hot. [rows, size] */
export function takeRows(values: Labels | Matrix, rows: Int32Array): Matrix {
  if (!('codes' in values)) return copyRows(values, rows);
  const width = widthOf(values);
  const picked = rows.map((row) => values.codes[row]!);
  return { data: oneHotRows(picked, width), shape: [rows.length, width] };
}

/** What is known of the named cells beside x, outside tfjs; covariates under `covariate/name`. */
export function columnArrays(set: TrainingSet, rows: Int32Array): Record<string, TensorValues> {
  const columns = columnsOf(set).map(([name, values]) => [name, takeRows(values, rows)]);
  return {
    ...Object.fromEntries(columns),
    ...(set.cellRows ? { rows: { data: rows, shape: [rows.length] } } : {}),
  };
}

/** The named cells, dense, outside tfjs: one array for each tensor of a {@link Minibatch}. */
export function minibatchArrays(set: TrainingSet, rows: Int32Array): Record<string, TensorValues> {
  return { x: copyRows(set.x, rows), ...columnArrays(set, rows) };
}

/** What {@link minibatchArrays} of so many cells look like. */
export function minibatchSpecs(set: TrainingSet, cells: number): Record<string, TensorSpec> {
  const matrix = (width: number): TensorSpec => ({ shape: [cells, width], dtype: 'float32' });
  const columns = columnsOf(set).map(([name, values]) => [name, matrix(widthOf(values))]);
  return {
    x: matrix(set.x.shape[1]),
    ...Object.fromEntries(columns),
    ...(set.cellRows ? { rows: { shape: [cells], dtype: 'int32' } } : {}),
  };
}

/** Tensors under the names of {@link minibatchArrays} as a minibatch. */
export function asMinibatch(tensors: Readonly<Record<string, tf.Tensor>>): Minibatch {
  const isCovariate = ([name]: [string, tf.Tensor]): boolean => name.startsWith(covariatePrefix);
  const entries = Object.entries(tensors);
  const covariates = entries
    .filter(isCovariate)
    .map(([name, tensor]) => [name.slice(covariatePrefix.length), tensor as tf.Tensor2D] as const);
  const others = Object.fromEntries(entries.filter((entry) => !isCovariate(entry)));
  return { ...(others as unknown as Minibatch), covariates: Object.fromEntries(covariates) };
}

/** The named cells as tensors, dense. The caller (or its `tf.tidy`) disposes them. */
export function takeMinibatch(set: TrainingSet, rows: Int32Array): Minibatch {
  const named = Object.entries(minibatchArrays(set, rows));
  const tensors = named.map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])] as const);
  const sparse = isCsr(set.x) && hasCsrProduct() ? { sparse: selectRows(set.x, rows) } : {};
  return { ...asMinibatch(Object.fromEntries(tensors)), ...sparse };
}
