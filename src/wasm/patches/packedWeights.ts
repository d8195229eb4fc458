import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

// XNNPACK copies the right operand of a product into its own layout, once, and finds it again by the tensor's id alone.
// So it doesn't see a later write to the same memory (a stale product), nor that a reshaped tensor shares the id (a
// product of the wrong size, which overwrites foreign memory).
const packedAs = new WeakMap<object, string>();

/** Makes the backend forget its packed copy of a tensor. `noteWrite` does so after every write. */
export function forgetPackedWeights(backend: BackendWasm, dataId: tf.DataId): void {
  const { id, memoryOffset, shape } = backend.dataIdMap.get(dataId);
  // Dispose runs the callbacks that drop the copy; it doesn't free the memory, so the tensor can go on under its id.
  backend.wasm.tfjs.disposeData(id);
  backend.wasm.tfjs.registerTensor(id, tf.util.sizeFromShape(shape), memoryOffset);
  packedAs.delete(dataId);
}

/** To be called before a tensor is the right operand of a product: forgets a copy packed for another shape. */
export function packFor(backend: BackendWasm, { dataId, shape }: tf.TensorInfo): void {
  const asked = shape.slice(-2).join('x');
  if (packedAs.get(dataId) === asked) return;
  forgetPackedWeights(backend, dataId);
  packedAs.set(dataId, asked);
}
