import * as tf from '@tensorflow/tfjs';
import type { KernelCall } from './wasmKernel.js';

/**
 * Sums rows by segment: [rows, ...rest] -> [segments, ...rest]. It is the gradient of `tf.gather`, which the wasm backend
 * lacks. Rows whose segment lies outside [0, segments) are left out, as on the cpu backend.
 */
export function wasmUnsortedSegmentSum({ inputs, backend, attrs }: KernelCall): tf.TensorInfo {
  const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
  const segments = attrs['numSegments'] as number;
  const rest = x.shape.slice(1);
  const width = tf.util.sizeFromShape(rest);
  const out = backend.makeOutput([segments, ...rest], 'float32');
  // Views come last: making the output may grow the memory, and older views would then be empty.
  const sums = backend.typedArrayFromHeap(out).fill(0);
  const rows = backend.typedArrayFromHeap(x);
  backend.typedArrayFromHeap(segmentIds).forEach((segment, row) => {
    if (segment < 0 || segment >= segments) return;
    for (let i = 0; i < width; i++) sums[segment * width + i]! += rows[row * width + i]!;
  });
  return out;
}
