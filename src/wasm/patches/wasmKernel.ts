import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { failure } from '../../check/errors.js';

/** What a kernel is called with, as far as the wasm backend's kernels need it. */
export interface KernelCall {
  inputs: Record<string, tf.TensorInfo | undefined>;
  backend: BackendWasm;
  attrs: Record<string, unknown>;
}

/** A kernel of the wasm backend with one output. */
export type WasmKernel = (call: KernelCall) => tf.TensorInfo;

/** The registered kernel of this name, or undefined. */
export function wasmKernel(name: string): WasmKernel | undefined {
  return tf.getKernel(name, 'wasm')?.kernelFunc as WasmKernel | undefined;
}

/** Runs a registered kernel of the wasm backend. The result is the caller's to dispose. */
export function runWasmKernel(name: string, call: KernelCall): tf.TensorInfo {
  const kernel = wasmKernel(name);
  if (!kernel) throw failure('ZBIO_NO_PEER', `The wasm backend has no kernel '${name}'.`);
  return kernel(call);
}
