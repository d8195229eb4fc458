import { type AdamArrays, type AdamConstants, adamArrays } from '../simd/adamArrays.js';
import { adamKernel } from '../simd/adamKernel.js';
import { kernelsIn } from '../simd/loadKernels.js';
import { webAssembly } from '../simd/webAssembly.js';

/** A memory outside tfjs for parameters, gradients and moments, and Adam on them. */
export interface AdamMemory {
  /** `length` zeros, at a multiple of 64 bytes. The view stays valid: the memory never grows. */
  take(length: number): Float32Array;
  /** One step of Adam in place, on four arrays of one length taken from this memory, or on equal ranges of them. */
  step(arrays: AdamArrays, constants: AdamConstants): void;
}

const pageBytes = 65536;
/** Bytes of so many float32 values in whole cache lines. */
const lineBytes = (length: number): number => Math.ceil(length / 16) * 64;

/** A memory for arrays of these lengths. Without SIMD, Adam runs in plain JavaScript, equal to rounding. */
export function createAdamMemory(lengths: readonly number[]): AdamMemory {
  const bytes = lengths.reduce((sum, length) => sum + lineBytes(length), 0);
  const memory = webAssembly && new webAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const kernels = memory && kernelsIn(memory);
  const buffer = memory?.buffer ?? new ArrayBuffer(bytes);
  let used = 0;
  return {
    take: (length) => {
      const view = new Float32Array(buffer, used, length);
      used += lineBytes(length);
      return view;
    },
    step: (arrays, constants) => {
      if (kernels) adamKernel(kernels, arrays, constants);
      else adamArrays(arrays, constants);
    },
  };
}
