import * as tf from '@tensorflow/tfjs';
import { copyRows } from '../matrix/copyRows.js';
import { type Labels, oneHotRows } from '../matrix/labels.js';
import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';
import { pickRows } from '../matrix/pickRows.js';
import { hasCsrProduct } from '../wasm/sparse/wasmCsrMatMul.js';

/** The cells that a model is trained on, outside tfjs. A step sees one minibatch of them. */
export interface TrainingSet {
  /** [cells, genes] */
  x: Matrix | CsrMatrix;
  /** The batch of each cell. */
  batch: Labels;
  /** The covariates of each cell, by name: categories, or values [cells, size]. */
  covariates?: Record<string, Labels | Matrix>;
  /** Present if minibatches hold the row of each cell, for tables with one row per cell. */
  cellRows?: true;
}

/** The cells of one step as tensors. */
export interface Minibatch {
  /** [cells, genes] */
  x: tf.Tensor2D;
  /** The batch, one-hot. [cells, batches] */
  batch: tf.Tensor2D;
  /** Covariates by name: categories one-hot, values unchanged; empty if there are none. [cells, size] each */
  covariates: Record<string, tf.Tensor2D>;
  /** Rows of these cells in the training set, int32; present if the set has `cellRows`. [cells] */
  rows?: tf.Tensor1D;
  /** `x` as compressed rows; present if products of sparse cells are faster. */
  sparse?: CsrMatrix;
}

/** The values of a tensor, outside tfjs. */
export interface TensorValues {
  data: Float32Array | Int32Array;
  shape: readonly number[];
}

/** Shape and type of a tensor of a minibatch. */
export interface TensorSpec {
  shape: readonly number[];
  dtype: 'float32' | 'int32';
}

const covariatePrefix = 'covariate/';

/** Batch and covariates, under the names of a minibatch's arrays: `batch`, `covariate/name`. */
export function columnsOf({
  batch,
  covariates = {},
}: Partial<Pick<TrainingSet, 'batch' | 'covariates'>>): [string, Labels | Matrix][] {
  const named = Object.entries(covariates).map(([name, column]): [string, Labels | Matrix] => [
    `${covariatePrefix}${name}`,
    column,
  ]);
  return batch ? [['batch', batch], ...named] : named;
}

const widthOf = (column: Labels | Matrix): number =>
  'codes' in column ? column.categories.length : column.shape[1];

/** Takes rows of a column; categories become one-hot. [rows, size] */
export function takeRows(column: Labels | Matrix, rows: Int32Array): Matrix {
  if (!('codes' in column)) return copyRows(column, rows);
  const width = widthOf(column);
  const picked = rows.map((row) => column.codes[row]!);
  return { data: oneHotRows(picked, width), shape: [rows.length, width] };
}

/** Batch, covariates and, if asked for, row numbers of the cells in `rows`, outside tfjs. */
export function columnArrays(set: TrainingSet, rows: Int32Array): Record<string, TensorValues> {
  const columns = columnsOf(set).map(([name, column]) => [name, takeRows(column, rows)]);
  return {
    ...Object.fromEntries(columns),
    ...(set.cellRows ? { rows: { data: rows, shape: [rows.length] } } : {}),
  };
}

/** The cells in `rows`, dense, outside tfjs: one array per tensor of a {@link Minibatch}. */
export function minibatchArrays(set: TrainingSet, rows: Int32Array): Record<string, TensorValues> {
  return { x: copyRows(set.x, rows), ...columnArrays(set, rows) };
}

/** Shapes and types of {@link minibatchArrays} for a number of cells. */
export function minibatchSpecs(set: TrainingSet, cells: number): Record<string, TensorSpec> {
  const matrix = (width: number): TensorSpec => ({ shape: [cells, width], dtype: 'float32' });
  const columns = columnsOf(set).map(([name, column]) => [name, matrix(widthOf(column))]);
  return {
    x: matrix(set.x.shape[1]),
    ...Object.fromEntries(columns),
    ...(set.cellRows ? { rows: { shape: [cells], dtype: 'int32' } } : {}),
  };
}

/** Makes a minibatch of tensors that are named as {@link minibatchArrays} names them. */
export function asMinibatch(tensors: Readonly<Record<string, tf.Tensor>>): Minibatch {
  const isCovariate = ([name]: [string, tf.Tensor]): boolean => name.startsWith(covariatePrefix);
  const entries = Object.entries(tensors);
  const covariates = entries
    .filter(isCovariate)
    .map(([name, tensor]) => [name.slice(covariatePrefix.length), tensor as tf.Tensor2D] as const);
  const others = Object.fromEntries(entries.filter((entry) => !isCovariate(entry)));
  return { ...(others as unknown as Minibatch), covariates: Object.fromEntries(covariates) };
}

/** The cells in `rows` as dense tensors. The caller (or its `tf.tidy`) disposes them. */
export function takeMinibatch(set: TrainingSet, rows: Int32Array): Minibatch {
  const named = Object.entries(minibatchArrays(set, rows));
  const tensors = named.map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])] as const);
  const sparse = isCsr(set.x) && hasCsrProduct() ? { sparse: pickRows(set.x, rows) } : {};
  return { ...asMinibatch(Object.fromEntries(tensors)), ...sparse };
}
