import * as tf from '@tensorflow/tfjs';
import { failure } from '../check/errors.js';
import { forgetBackend } from '../wasm/patches/forgetBackend.js';
import type { BackendName } from './backendName.js';
import { loadBackend, type WasmPaths } from './loadBackend.js';
import { removingHandlers } from './removingHandlers.js';

// tfjs reports that a backend failed, but not why: making it once more tells.
async function whyNot(name: BackendName): Promise<unknown> {
  try {
    await tf.findBackendFactory(name)();
  } catch (error) {
    return error;
  }
  return failure('ZBIO_NO_PEER', 'tfjs could not initialize it');
}

// A failed backend stays tfjs' current one, and every later operation fails.
async function goBackTo(previous: string | undefined, failed: BackendName): Promise<void> {
  if (tf.getBackend() === previous) return;
  if (previous) await tf.setBackend(previous);
  else forgetBackend(failed);
}

/** One small product: tfjs-node 4.22 loads on Node 23 and later, and fails at the first operation. */
function tryOut(): void {
  tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])).dataSync());
}

/** Loads and installs our kernels if tfjs runs on its wasm backend. */
export async function patchWasm(): Promise<void> {
  if (tf.getBackend() !== 'wasm') return;
  const { version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
  const { installWasmKernels } = await import('../wasm/patches/installPatches.js');
  installWasmKernels(version_wasm);
}

/**
 * Makes a backend tfjs' current one. Resolves to undefined when it is, or to the reason why it isn't there at all.
 * Rejects if it is there but fails; the earlier backend then stays in use.
 */
export async function startBackend(name: BackendName, wasmPaths?: WasmPaths): Promise<string | undefined> {
  const previous = tf.getBackend();
  try {
    const absent = await loadBackend(name, wasmPaths);
    if (absent) return absent;
    await removingHandlers(async () => {
      if (!(await tf.setBackend(name))) throw await whyNot(name);
    });
    if (name === 'tensorflow') tryOut();
  } catch (error) {
    await goBackTo(previous, name);
    throw error;
  }
  await patchWasm();
  return undefined;
}
