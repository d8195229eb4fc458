import type { AdamArrays, AdamConstants } from './adamArrays.js';
import type { Kernels } from './kernels.js';

/** One step of Adam on arrays that are views into the memory of `kernels`. The gradient isn't written to. */
export function adamKernel(
  kernels: Kernels,
  { w, g, m, v }: AdamArrays,
  { beta1, rest1, beta2, rest2, rate, epsilon }: AdamConstants,
): void {
  const [to, from, first, second] = [w.byteOffset, g.byteOffset, m.byteOffset, v.byteOffset];
  kernels.adam(w.length, to, from, first, second, beta1, rest1, beta2, rest2, rate, epsilon);
}
