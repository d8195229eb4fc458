import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { packFor } from './packedWeights.js';
import { runWasmKernel, type WasmKernel } from './wasmKernel.js';

function transposed(x: tf.TensorInfo, backend: BackendWasm): tf.TensorInfo {
  const rank = x.shape.length;
  const perm = x.shape.map((_, axis) => axis);
  perm[rank - 2] = rank - 1;
  perm[rank - 1] = rank - 2;
  return runWasmKernel('Transpose', { inputs: { x }, backend, attrs: { perm } });
}

const rows = (x: tf.TensorInfo): number => x.shape[x.shape.length - 2]!;

/**
 * Matrix products on the wasm backend with every transposition done beforehand. The stock kernel takes its fast path
 * only for operands that aren't transposed (about 30 GFLOPS; its loop for transposed ones reaches 2), and the gradient
 * of every product has a transposed operand.
 *
 * @param stock - The kernel that does the product itself.
 */
export function wasmMatMul(stock: WasmKernel): WasmKernel {
  return ({ inputs, backend, attrs }) => {
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const scratch: tf.TensorInfo[] = [];
    const turn = (x: tf.TensorInfo): tf.TensorInfo => {
      scratch.push(transposed(x, backend));
      return scratch.at(-1)!;
    };
    const product = (left: tf.TensorInfo, right: tf.TensorInfo): tf.TensorInfo => {
      packFor(backend, right);
      const plain = { transposeA: false, transposeB: false };
      return stock({ inputs: { a: left, b: right }, backend, attrs: plain });
    };
    try {
      // A·Bᵀ = (B·Aᵀ)ᵀ: turns and packs A instead of B, which pays when B is the bigger one.
      if (transposeB && (transposeA || rows(b) > rows(a))) {
        scratch.push(product(b, transposeA ? a : turn(a)));
        return transposed(scratch.at(-1)!, backend);
      }
      return product(transposeA ? turn(a) : a, transposeB ? turn(b) : b);
    } finally {
      for (const { dataId } of scratch) backend.disposeData(dataId);
    }
  };
}
