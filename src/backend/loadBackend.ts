import * as tf from '@tensorflow/tfjs';
import { orUndefined } from '../platform/absentPeer.js';
import type { BackendName } from './backendName.js';

/** Where the wasm backend's `.wasm` files lie: a folder's URL, or one URL for each file by name. */
export type WasmPaths = string | Record<string, string>;

async function loadWasm(wasmPaths?: WasmPaths): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // The threaded build never gets ready in a minified bundle on a cross-origin isolated page, and it gains nothing.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (wasmPaths !== undefined) setWasmPaths(wasmPaths);
}

async function loadTensorflow(): Promise<string | undefined> {
  // Put together at run time, so that no bundler tries to resolve a package that need not be there.
  const specifier = ['@tensorflow', 'tfjs-node'].join('/');
  const load: Promise<object> = import(/* @vite-ignore */ /* webpackIgnore: true */ specifier);
  const found = await load.catch(orUndefined(specifier));
  return found ? undefined : `the package '${specifier}' is not installed`;
}

function whyUnregistered(name: BackendName): string | undefined {
  if (tf.findBackendFactory(name)) return undefined;
  const browser = tf.env().getBool('IS_BROWSER');
  if (!browser && (name === 'webgl' || name === 'webgpu')) return 'it exists in browsers only';
  return `no package has registered it (import '@tensorflow/tfjs-backend-${name}' first)`;
}

/**
 * Brings in the code of a backend. Resolves to the reason why it isn't there, or to undefined if it is. Rejects if it is
 * there but broken.
 */
export async function loadBackend(name: BackendName, wasmPaths?: WasmPaths): Promise<string | undefined> {
  if (name === 'wasm') await loadWasm(wasmPaths);
  if (name === 'tensorflow') return loadTensorflow();
  const { navigator } = globalThis as { navigator?: { gpu?: unknown } };
  if (name === 'webgpu' && !navigator?.gpu) return 'there is no navigator.gpu here';
  return whyUnregistered(name);
}
