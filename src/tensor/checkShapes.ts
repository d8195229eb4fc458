import * as tf from '@tensorflow/tfjs';
import { numberWithin } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { shown } from '../check/values.js';

const show = (x: tf.Tensor): string => `[${x.shape.join(', ')}]`;

const numbers: readonly string[] = ['float32', 'int32', 'bool'];

/**
 * Throws unless `x` is a living tensor of numbers.
 *
 * @param rank - Its number of dimensions; default any.
 */
export function checkTensor(argument: string, x: tf.Tensor, rank?: number): void {
  const expected = `a tf.Tensor${rank === undefined ? '' : `${rank}D`} of numbers`;
  if (!(x instanceof tf.Tensor)) {
    const next = Array.isArray(x) ? 'Convert it: tf.tensor2d(rows).' : undefined;
    throw badType({ argument, expected, received: shown(x), ...(next ? { next } : {}) });
  }
  if (x.isDisposed) throw badType({ argument, expected, received: `a tensor ${show(x)} that is disposed` });
  if (!numbers.includes(x.dtype)) {
    throw badType({ argument, expected, received: `one of ${x.dtype}` });
  }
  if (rank !== undefined && x.shape.length !== rank) throw badType({ argument, expected, received: show(x) });
}

/** Throws unless `x` is a finite number, or a tensor of one number. */
export function checkScalar(argument: string, x: number | tf.Scalar): void {
  if (typeof x === 'object') checkTensor(argument, x, 0);
  else numberWithin(argument, x);
}

/** Throws unless `x` is a matrix. */
export function checkTensor2d(argument: string, x: tf.Tensor2D): void {
  checkTensor(argument, x, 2);
}

/** Throws unless `x` is a matrix with at least one row. */
export function checkHasRows(argument: string, x: tf.Tensor2D): void {
  checkTensor2d(argument, x);
  if (x.shape[0] > 0) return;
  throw badValue({ argument, expected: 'at least one row', received: show(x) });
}

/** Throws unless `x` is a matrix that has as many columns as `like`. */
export function checkSameColumns(argument: string, x: tf.Tensor2D, like: tf.Tensor2D): void {
  checkTensor2d(argument, x);
  if (x.shape[1] === like.shape[1]) return;
  const expected = `${like.shape[1]} columns, like the other sample`;
  throw badValue({ argument, expected, received: show(x), next: 'Pass rows from one common space.' });
}

/** Throws unless `x` is a matrix that has as many rows as `like`. */
export function checkSameRows(argument: string, x: tf.Tensor2D, like: tf.Tensor): void {
  checkTensor2d(argument, x);
  if (x.shape[0] === like.shape[0]) return;
  throw badValue({ argument, expected: `${like.shape[0]} rows, one per cell`, received: show(x) });
}

/** Throws unless `x` is a tensor of the shape of `like`. */
export function checkSameShape(argument: string, x: tf.Tensor, like: tf.Tensor): void {
  checkTensor(argument, x);
  if (x.shape.length === like.shape.length && x.shape.every((size, i) => size === like.shape[i])) return;
  throw badValue({ argument, expected: `shape ${show(like)}`, received: show(x) });
}
