import type * as tf from '@tensorflow/tfjs';
import { badValue } from '../check/errors.js';

const show = (x: tf.Tensor): string => `[${x.shape.join(', ')}]`;

/** Throws unless `x` has at least one row. */
export function checkHasRows(argument: string, x: tf.Tensor2D): void {
  if (x.shape[0] > 0) return;
  throw badValue({ argument, expected: 'at least one row', received: show(x) });
}

/** Throws unless `x` has as many columns as `like`. */
export function checkSameColumns(argument: string, x: tf.Tensor2D, like: tf.Tensor2D): void {
  if (x.shape[1] === like.shape[1]) return;
  const expected = `${like.shape[1]} columns, like the other sample`;
  throw badValue({ argument, expected, received: show(x), next: 'Pass rows from one common space.' });
}

/** Throws unless `x` has as many rows as `like`: row i of both is the same cell. */
export function checkSameRows(argument: string, x: tf.Tensor, like: tf.Tensor): void {
  if (x.shape[0] === like.shape[0]) return;
  throw badValue({ argument, expected: `${like.shape[0]} rows, one per cell`, received: show(x) });
}

/** Throws unless both shapes are equal. */
export function checkSameShape(argument: string, x: tf.Tensor, like: tf.Tensor): void {
  if (x.shape.length === like.shape.length && x.shape.every((size, i) => size === like.shape[i])) return;
  throw badValue({ argument, expected: `shape ${show(like)}`, received: show(x) });
}
