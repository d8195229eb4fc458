import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import type { Network } from '../../nn/network.js';
import { detach } from '../../tensor/detach.js';

const keep = 0.98;

/**
 * Keeps the running mean of each gene's squared residual: s <- 0.98·s + 0.02·minibatch mean; the first minibatch sets it.
 *
 * A network without parameters: squared residuals [cells, genes] -> s [1, genes], without gradient.
 */
export function residualScale(genes: number): Network {
  const scale = variable<tf.Rank.R2>([1, genes], (shape) => tf.zeros(shape), { trainable: false });
  // 0 until the first minibatch, then 1: a branch in JavaScript would be fixed in a compiled step.
  const seen = variable([], () => tf.scalar(0), { trainable: false });
  const update = (now: tf.Tensor2D): tf.Tensor2D => {
    const moved = tf.add(tf.mul(scale, keep), tf.mul(now, 1 - keep));
    return tf.add(tf.mul(seen, moved), tf.mul(tf.sub(1, seen), now));
  };
  return {
    variables: [scale, seen],
    apply: (squared, { training }) => {
      const now = detach(tf.mean(squared, 0, true) as tf.Tensor2D);
      if (!training) return tf.add(tf.mul(seen, scale), tf.mul(tf.sub(1, seen), now));
      const next = update(now);
      scale.assign(next);
      seen.assign(tf.onesLike(seen));
      return next;
    },
    toConfig: () => ({ kind: 'residualScale', genes }),
  };
}
