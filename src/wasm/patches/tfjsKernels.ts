import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type Kernels, kernelsIn } from '../simd/loadKernels.js';
import { knownVersion } from './knownVersion.js';

/** The SIMD kernels working in tfjs' own heap; undefined for versions whose internals aren't known, or without SIMD. */
export function tfjsKernels(backend: BackendWasm): Kernels | undefined {
  if (tf.version_core !== knownVersion) return undefined;
  const { wasm } = backend as unknown as { wasm: { asm: { memory: object } } };
  return kernelsIn(wasm.asm.memory);
}
