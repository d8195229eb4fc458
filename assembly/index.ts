// Every kernel works on addresses in a memory that belongs to its caller, often tfjs' heap: no global, no data, no
// allocation. `npm run kernels` compiles them into src/simd/kernelBytes.ts.
export { adam } from './adam';
export { csrProduct } from './csr';
export { gemm, scratchBytes } from './gemm';
export { normals, uniforms } from './random';
