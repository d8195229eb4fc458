import type * as tf from '@tensorflow/tfjs';

const writes = new WeakMap<tf.DataId, number>();

/** To be called after every write into a tensor's memory: who keeps a copy of its values sees that they are old. */
export function noteWrite(dataId: tf.DataId): void {
  writes.set(dataId, writesInto(dataId) + 1);
}

/** How often a tensor's memory has been written into since it was made. */
export const writesInto = (dataId: tf.DataId): number => writes.get(dataId) ?? 0;
