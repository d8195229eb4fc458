import * as tf from '@tensorflow/tfjs';
import { warnOnce } from '../../platform/warnings.js';
import { knownVersion } from './tfjsKernels.js';
import { wasmFusedMatMul } from './wasmFusedMatMul.js';
import { wasmGemm } from './wasmGemm.js';
import { wasmIdentity } from './wasmIdentity.js';
import { type WasmKernel, wasmKernel } from './wasmKernel.js';
import { wasmMatMul } from './wasmMatMul.js';
import { wasmUnsortedSegmentSum } from './wasmUnsortedSegmentSum.js';

// Global, so that two copies of the library in one program don't wrap each other's kernels.
const OURS = Symbol.for('zbio.wasmKernel');

function replaceKernel(kernelName: string, make: (stock: WasmKernel) => WasmKernel): void {
  const config = tf.getKernel(kernelName, 'wasm');
  if (config && OURS in config) return;
  if (config) tf.unregisterKernel(kernelName, 'wasm');
  const kernelFunc = make(config?.kernelFunc as WasmKernel) as unknown as tf.KernelFunc;
  tf.registerKernel(
    Object.assign({ ...config, kernelName, backendName: 'wasm', kernelFunc }, { [OURS]: true }),
  );
}

/**
 * Replaces the wasm backend's kernels for matrix products by ones that are fast with transposed operands and right with
 * fused bias and activation, and its clone by one that doesn't copy; adds the kernel that the gradient of `tf.gather`
 * needs. Calling it again changes nothing.
 * For versions of tfjs other than 4.22.0 it warns once and leaves the stock kernels.
 *
 * @param wasmVersion - `version_wasm` of `@tensorflow/tfjs-backend-wasm`.
 */
export function installWasmKernels(wasmVersion: string): void {
  if (tf.version_core !== knownVersion || wasmVersion !== knownVersion) {
    warnOnce(
      `the faster matrix products are known to work with tfjs ${knownVersion}, and this is tfjs ${tf.version_core} with wasm ` +
        `backend ${wasmVersion}: its own kernels stay in use. They are slower, and wrong for fused bias after a transposition.`,
    );
    return;
  }
  replaceKernel('BatchMatMul', (stock) => wasmGemm(wasmMatMul(stock)));
  replaceKernel('_FusedMatMul', () => wasmFusedMatMul);
  replaceKernel('Identity', wasmIdentity);
  if (!wasmKernel('UnsortedSegmentSum')) replaceKernel('UnsortedSegmentSum', () => wasmUnsortedSegmentSum);
}
