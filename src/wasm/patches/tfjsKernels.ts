import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Kernels } from '../simd/kernels.js';
import { kernelsIn } from '../simd/loadKernels.js';

/** The version of tfjs whose internals the files in this folder were written against. Other versions keep tfjs' own kernels. */
export const knownVersion = '4.22.0';

/** The SIMD kernels working in tfjs' own heap; undefined for versions whose internals aren't known, or without SIMD. */
export function tfjsKernels(backend: BackendWasm): Kernels | undefined {
  if (tf.version_core !== knownVersion) return undefined;
  const { wasm } = backend as unknown as { wasm: { asm: { memory: object } } };
  return kernelsIn(wasm.asm.memory);
}
