import * as tf from '@tensorflow/tfjs';
import type { CsrMatrix } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';
import { transposeCsr } from '../../matrix/transposeCsr.js';
import { wasmCsrMatMul } from '../../wasm/sparse/wasmCsrMatMul.js';

function product(x: CsrMatrix, w: tf.Tensor2D): tf.Tensor2D {
  const sparse = wasmCsrMatMul(x, w);
  if (sparse) return sparse;
  const { data, shape } = toDense(x);
  return tf.tidy(() => tf.matMul(tf.tensor2d(data, shape), w));
}

/**
 * X·W for sparse cells: [cells, genes]·[genes, units] -> [cells, units]. On the wasm backend, its time is
 * proportional to the number of non-zeros; on other backends it is a dense product. Gradients flow into W.
 */
export function csrMatMul(x: CsrMatrix, w: tf.Tensor2D): tf.Tensor2D {
  const withGradient = tf.customGrad((weight) => ({
    value: product(x, weight as tf.Tensor2D),
    gradFunc: (dy) => csrMatMul(transposeCsr(x), dy as tf.Tensor2D),
  }));
  return withGradient(w) as tf.Tensor2D;
}
