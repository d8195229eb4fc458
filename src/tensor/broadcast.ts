import type * as tf from '@tensorflow/tfjs';
import { badValue } from '../check/errors.js';

/** Throws unless `x` is as large as `like` in each direction, or has one entry that serves all. */
export function checkFitsInto(argument: string, x: tf.Tensor2D, like: tf.Tensor2D): void {
  if (x.shape.every((size, i) => size === 1 || size === like.shape[i])) return;
  const [rows, columns] = like.shape;
  const expected = `shape [${rows}, ${columns}], [1, ${columns}] or [${rows}, 1]`;
  throw badValue({ argument, expected, received: `[${x.shape.join(', ')}]` });
}

/** The gradient of an input that served several entries: the sum of theirs. */
export function sumTo(x: tf.Tensor, like: tf.Tensor): tf.Tensor {
  const axes = like.shape.flatMap((size, i) => (size === 1 && x.shape[i] !== 1 ? [i] : []));
  return axes.length === 0 ? x : x.sum(axes, true);
}
