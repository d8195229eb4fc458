import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Kernels } from '../simd/kernels.js';
import { tfjsKernels } from './tfjsKernels.js';
import type { KernelCall, WasmKernel } from './wasmKernel.js';

const scratch = new WeakMap<Kernels, number>();

// Taken once from tfjs' allocator and kept as long as the heap: 0.6 MB.
function scratchFor(kernels: Kernels, backend: BackendWasm): number {
  const { wasm } = backend as unknown as { wasm: { _malloc(bytes: number): number } };
  const address = scratch.get(kernels) ?? wasm._malloc(kernels.scratchBytes.value);
  scratch.set(kernels, address);
  return address;
}

const isMatrix = ({ dtype, shape }: tf.TensorInfo): boolean =>
  dtype === 'float32' && tf.util.sizeFromShape(shape.slice(0, -2)) === 1;

/** Rows and columns after the transposition, and what lies between two of each, in bytes. */
type Layout = [rows: number, columns: number, row: number, column: number];

function layout({ shape }: tf.TensorInfo, transpose: boolean): Layout {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transpose ? [columns, rows, 4, 4 * columns] : [rows, columns, 4 * columns, 4];
}

/** The product of two matrices; undefined for what has batches, another type, or sizes that disagree. */
function product(kernels: Kernels, { inputs, backend, attrs }: KernelCall): tf.TensorInfo | undefined {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const [rows, inner, aRow, aColumn] = layout(a, attrs['transposeA'] as boolean);
  const [innerToo, columns, bRow, bColumn] = layout(b, attrs['transposeB'] as boolean);
  if (!isMatrix(a) || !isMatrix(b) || inner !== innerToo) return undefined;
  const ones = new Array<number>(Math.max(a.shape.length, b.shape.length) - 2).fill(1);
  const room = scratchFor(kernels, backend);
  const out = backend.makeOutput([...ones, rows, columns], 'float32');
  const address = ({ dataId }: tf.TensorInfo): number => backend.dataIdMap.get(dataId).memoryOffset;
  const [from, by, to] = [address(a), address(b), address(out)];
  kernels.gemm(rows, columns, inner, from, aRow, aColumn, by, bRow, bColumn, to, room);
  return out;
}

/**
 * Matrix products on the wasm backend by our own SIMD kernel. It takes transposed operands as they lie, and reads both
 * anew at every call, so that it never meets a stale packed copy.
 *
 * @param otherwise - The kernel for what ours doesn't take, batches among it, and where there is no SIMD.
 */
export function wasmGemm(otherwise: WasmKernel): WasmKernel {
  return (call) => {
    const kernels = tfjsKernels(call.backend);
    return (kernels && product(kernels, call)) ?? otherwise(call);
  };
}
