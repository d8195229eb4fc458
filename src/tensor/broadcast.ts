import type * as tf from '@tensorflow/tfjs';
import { badValue } from '../check/errors.js';
import { checkTensor2d } from './checkShapes.js';

/** Throws unless `x` has the size of `like`, or size 1, in each direction. */
export function checkFitsInto(argument: string, x: tf.Tensor2D, like: tf.Tensor2D): void {
  checkTensor2d(argument, x);
  if (x.shape.every((size, i) => size === 1 || size === like.shape[i])) return;
  const [rows, columns] = like.shape;
  const expected = `shape [${rows}, ${columns}], [1, ${columns}] or [${rows}, 1]`;
  throw badValue({ argument, expected, received: `[${x.shape.join(', ')}]` });
}

/** The gradient of a broadcast input: the sum of the gradients of all entries that it served. */
export function sumTo(x: tf.Tensor, like: tf.Tensor): tf.Tensor {
  const axes = like.shape.flatMap((size, i) => (size === 1 && x.shape[i] !== 1 ? [i] : []));
  return axes.length === 0 ? x : x.sum(axes, true);
}
