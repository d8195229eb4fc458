import * as tf from '@tensorflow/tfjs';
import { version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { createRng } from '../../src/random/rng.js';
import { installWasmKernels } from '../../src/wasm/patches/installPatches.js';
import type { WasmKernel } from '../../src/wasm/patches/wasmKernel.js';
import { wasmMatMul } from '../../src/wasm/patches/wasmMatMul.js';

const names = ['BatchMatMul', '_FusedMatMul'];
const registered = (): tf.KernelConfig[] => names.map((name) => tf.getKernel(name, 'wasm'));

function register(configs: readonly tf.KernelConfig[]): void {
  for (const config of configs) {
    tf.unregisterKernel(config.kernelName, 'wasm');
    tf.registerKernel(config);
  }
}

/** tfjs' own kernels for matrix products, kept aside: import this module before anything is installed. */
const stock = registered();

/** Transposition flags that the stock kernels received after `recordStockCalls`. */
export const stockCalls: { kernel: string; transposed: boolean }[] = [];

const recorders = stock.map((config) => ({
  ...config,
  kernelFunc: (call: Parameters<tf.KernelFunc>[0]) => {
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean };
    stockCalls.push({ kernel: config.kernelName, transposed: transposeA || transposeB });
    return config.kernelFunc(call);
  },
}));

/** Lets the stock kernels note how they are called, and installs ours on top. */
export function installOverRecorders(): void {
  register(recorders);
  installWasmKernels(version_wasm);
}

/** Runs `body` with the products of machines without SIMD, over the recorders. */
export function withoutGemm<T>(body: () => T): T {
  const ours = registered();
  const kernelFunc = wasmMatMul(
    recorders[0]!.kernelFunc as unknown as WasmKernel,
  ) as unknown as tf.KernelFunc;
  register([{ ...stock[0]!, kernelFunc }]);
  try {
    return body();
  } finally {
    register(ours);
  }
}

/** Runs `body` with tfjs' own kernels in place. */
export function withStockKernels<T>(body: () => T): T {
  const ours = registered();
  register(stock);
  try {
    return body();
  } finally {
    register(ours);
  }
}

/** Standard normal values, the same at every call with the same name. */
export function normal(shape: number[], name = ''): tf.Tensor {
  const values = createRng(1)
    .stream(`${name}${shape}`)
    .normals(new Float32Array(tf.util.sizeFromShape(shape)));
  return tf.tensor(values, shape);
}

/** Tensors of tfjs and buffers of the backend alive. */
export function alive(): [tensors: number, buffers: number] {
  return [tf.memory().numTensors, tf.backend().numDataIds()];
}

/** Largest absolute difference of two arrays; infinite if their lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
