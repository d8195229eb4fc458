import type * as tf from '@tensorflow/tfjs';
import { withGradient } from './withGradient.js';

function centre(kernel: tf.Tensor2D): tf.Tensor2D {
  const rows = kernel.sub(kernel.mean(1, true));
  return rows.sub(rows.mean(0, true));
}

/**
 * `H K H` with `H = I - 1/n`: the kernel matrix of the same points, centred on their mean in feature space. The
 * map is its own adjoint, so its gradient is the same map.
 *
 * @param kernel - [n, n]
 * @returns [n, n]; the caller disposes it.
 */
export function doubleCentred(kernel: tf.Tensor2D): tf.Tensor2D {
  return withGradient([kernel], (_save, kernel) => ({
    value: centre(kernel),
    gradient: (dy) => [centre(dy)],
  }));
}
