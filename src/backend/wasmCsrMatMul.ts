import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { tfjsKernels } from './tfjsKernels.js';

/** A matrix by compressed rows, as {@link CsrMatrix}. */
interface Csr {
  data: Float32Array;
  indices: Int32Array;
  indptr: Int32Array;
  shape: [number, number];
}

/** Whether {@link wasmCsrMatMul} can be had now. */
export function hasCsrProduct(): boolean {
  return tf.getBackend() === 'wasm' && tfjsKernels(tf.backend() as BackendWasm) !== undefined;
}

/**
 * X·W by our own kernel in tfjs' heap; undefined where tfjs runs on another backend or the kernel can't be had. The result
 * is the caller's to dispose.
 */
export function wasmCsrMatMul(x: Csr, w: tf.Tensor2D): tf.Tensor2D | undefined {
  if (tf.getBackend() !== 'wasm') return undefined;
  const backend = tf.backend() as BackendWasm;
  const kernels = tfjsKernels(backend);
  if (!kernels) return undefined;
  const [[rows, inner], [, columns]] = [x.shape, w.shape];
  const room = (shape: number[]): tf.Tensor =>
    tf.engine().makeTensorFromTensorInfo(backend.makeOutput(shape, 'float32'));
  const address = ({ dataId }: tf.Tensor): number => backend.dataIdMap.get(dataId).memoryOffset;
  return tf.tidy(() => {
    const stored = [tf.tensor1d(x.indptr, 'int32'), tf.tensor1d(x.indices, 'int32'), tf.tensor1d(x.data)];
    const [indptr, indices, values] = stored.map(address) as [number, number, number];
    const [out, scratch] = [room([rows, columns]), room([inner, 16])];
    const [from, to, packed] = [address(w), address(out), address(scratch)];
    kernels.csrProduct(rows, columns, inner, indptr, indices, values, from, to, packed);
    return out as tf.Tensor2D;
  });
}
