import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { forgetPackedWeights } from './packedWeights.js';

const writes = new WeakMap<tf.DataId, number>();

/**
 * To be called after every write into a tensor's memory: the backend forgets its packed copy, and whatever else keeps a copy
 * can tell that it is outdated.
 */
export function noteWrite(backend: BackendWasm, dataId: tf.DataId): void {
  forgetPackedWeights(backend, dataId);
  writes.set(dataId, writesInto(dataId) + 1);
}

/** How often a tensor's memory has been written into since it was made. */
export const writesInto = (dataId: tf.DataId): number => writes.get(dataId) ?? 0;
