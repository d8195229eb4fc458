import * as tf from '@tensorflow/tfjs';
import { writesInto } from '../patches/inPlaceWrites.js';
import { type TfjsHeap, tfjsHeap } from '../patches/tfjsHeap.js';
import type { Csr } from './operands.js';
import { sharedCsrThread } from './sharedCsrThread.js';

/** Whether {@link wasmCsrMatMul} can be had now. */
export const hasCsrProduct = (): boolean => tfjsHeap() !== undefined;

/** Multiplies in tfjs' heap. Runs inside `tf.tidy`. */
function multiplier(
  { kernels, address, room }: TfjsHeap,
  { data, indices, indptr, shape: [rows, inner] }: Csr,
  w: tf.Tensor2D,
): { out: tf.Tensor2D; multiply(first: number, end: number): void } {
  const columns = w.shape[1];
  const [out, scratch] = [room([rows, columns]), room([inner, 16])];
  const multiply = (first: number, end: number): void => {
    const [start, stop] = [indptr[first]!, indptr[end]!];
    const offsets = tf.tensor1d(indptr.subarray(first, end + 1), 'int32');
    const stored = [
      tf.tensor1d(indices.subarray(start, stop), 'int32'),
      tf.tensor1d(data.subarray(start, stop)),
    ];
    // Offsets count from the matrix' first value, not from the first that is here.
    const [at, from] = stored.map((part) => address(part) - 4 * start) as [number, number];
    const target = address(out) + 4 * first * columns;
    const [o, b, s] = [address(offsets), address(w), address(scratch)];
    kernels.csrProduct(end - first, columns, inner, o, at, from, b, target, s);
  };
  return { out: out as tf.Tensor2D, multiply };
}

/**
 * X·W by our own kernel in tfjs' heap, the last rows by a second thread where one is in use; undefined where tfjs runs on another
 * backend or the kernel can't be had. The result is the caller's to dispose.
 */
export function wasmCsrMatMul(x: Csr, w: tf.Tensor2D): tf.Tensor2D | undefined {
  const heap = tfjsHeap();
  if (!heap) return undefined;
  const [rows, [inner, columns]] = [x.shape[0], w.shape];
  return tf.tidy(() => {
    heap.address(w); // moves it here
    const { out, multiply } = multiplier(heap, x, w);
    const operand = () => ({
      ...{ values: heap.view(w), inner, columns },
      ...{ dataId: w.dataId, writes: writesInto(w.dataId) },
    });
    const underWay = sharedCsrThread()?.begin(x, operand());
    const from = underWay?.from ?? rows;
    if (from > 0) multiply(0, from);
    if (underWay && !underWay.finish(heap.view(out).subarray(from * columns))) multiply(from, rows);
    return out;
  });
}
