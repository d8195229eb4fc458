import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Kernels } from '../simd/kernels.js';
import { noteWrite } from './inPlaceWrites.js';
import { tfjsKernels } from './tfjsKernels.js';

/** The heap of tfjs' wasm backend, for our own kernels: the only way to a tensor's memory. */
export interface TfjsHeap {
  kernels: Kernels;
  /** Where a tensor's values begin, in bytes. A tensor that was made on another backend is moved here. */
  address(tensor: tf.Tensor): number;
  /** A tensor's float32 values in place. Whatever allocates may grow the memory, which empties all views: take them last. */
  view(tensor: tf.Tensor): Float32Array;
  /** A float32 tensor whose values are still to be written. */
  room(shape: number[]): tf.Tensor;
  /** Gives a variable memory that no reshaped or kept tensor shares, so that it can be written into. */
  separate(variable: tf.Variable): void;
  /** To be called after every write into a tensor's memory. */
  written(tensor: tf.Tensor): void;
}

function separate(backend: BackendWasm, variable: tf.Variable): void {
  backend.dataIdMap.get(variable.dataId);
  if (backend.refCount(variable.dataId) === 1) return;
  const values = backend.typedArrayFromHeap(variable).slice(); // a clone would share the memory again
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}

/** tfjs' heap, if it computes on its wasm backend, in a version whose internals are known, and the SIMD kernels can run. */
export function tfjsHeap(): TfjsHeap | undefined {
  if (tf.getBackend() !== 'wasm') return undefined;
  const backend = tf.backend() as BackendWasm;
  const kernels = tfjsKernels(backend);
  return (
    kernels && {
      kernels,
      address: ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset,
      view: (tensor) => backend.typedArrayFromHeap(tensor) as Float32Array,
      room: (shape) => tf.engine().makeTensorFromTensorInfo(backend.makeOutput(shape, 'float32')),
      separate: (variable) => separate(backend, variable),
      written: ({ dataId }) => noteWrite(backend, dataId),
    }
  );
}
