import { oneOf } from '../check/checks.js';
import { failure } from '../check/errors.js';
import { asGiven, type OptionTable, readOptions } from '../check/options.js';
import { inTurn } from '../platform/inTurn.js';
import { type BackendName, backendNames } from './backendName.js';
import { chooseBackend } from './chooseBackend.js';
import { acceptCpu } from './cpuWarning.js';
import { startedUnasked } from './lazyStart.js';
import type { WasmPaths } from './loadBackend.js';
import { startBackend } from './startBackend.js';

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /**
   * Where the wasm backend's `.wasm` files lie: the URL of their folder (with a slash at the end), or one URL for each
   * of the three files by name. Needed in browsers; Node finds them by itself. Only the first start of the backend reads
   * it: if that fails, reload the page.
   */
  wasmPaths?: string | Record<string, string>;
}

const table = {
  wasmPaths: asGiven,
} satisfies OptionTable<UseBackendOptions>;

const remedies: Record<BackendName, string> = {
  wasm: "In a browser, serve the .wasm files of '@tensorflow/tfjs-backend-wasm' and name their folder in wasmPaths.",
  cpu: '',
  webgl: "Call useBackend('wasm'), which runs everywhere.",
  webgpu:
    "Import '@tensorflow/tfjs-backend-webgpu' in a browser that has WebGPU, or call useBackend('webgl').",
  tensorflow:
    "Run 'npm install @tensorflow/tfjs-node' (4.22 needs Node 22 or older), or call useBackend('wasm').",
};

function refusal(name: BackendName, reason: string, cause?: unknown): Error {
  const sentence = `useBackend: '${name}' can't be used: ${reason}. ${remedies[name]}`;
  return failure('ZBIO_NO_PEER', sentence.trim(), { cause });
}

async function useNamed(name: BackendName, wasmPaths?: WasmPaths): Promise<BackendName> {
  let absent: string | undefined;
  try {
    absent = await startBackend(name, wasmPaths);
  } catch (error) {
    throw refusal(name, `it failed to start (${(error as Error).message})`, error);
  }
  if (absent) throw refusal(name, absent);
  startedUnasked(); // whatever was started before, this is a choice
  if (name === 'cpu') acceptCpu();
  return name;
}

/**
 * Sets the backend that tfjs computes on. Call it only to overrule the choice that `fit` and the other calls make by
 * themselves: in Node `'tensorflow'` where `@tensorflow/tfjs-node` is installed, else `'wasm'`, else `'cpu'`; in a browser
 * `'webgpu'` (if `@tensorflow/tfjs-backend-webgpu` was imported), else `'webgl'`, else `'wasm'`, else `'cpu'`.
 *
 * On the wasm backend it also replaces tfjs' kernels for matrix products, which makes training five to eight times
 * faster. Existing tensors move to the new backend when they are next used.
 *
 * @param name - Which one; without a name, the fastest available.
 * @returns The name of the backend now in use.
 * @throws RangeError for an unknown name or option. Error when the backend can't be used here: it says why and what to do;
 *   the backend that was in use stays.
 * @example
 * ```ts
 * await useBackend('wasm', { wasmPaths: '/assets/' });
 * ```
 */
export async function useBackend(name?: BackendName, options: UseBackendOptions = {}): Promise<BackendName> {
  const { wasmPaths } = readOptions('useBackend', options, table);
  if (name === undefined) return inTurn(() => chooseBackend(wasmPaths));
  const known = oneOf('useBackend: name', name, backendNames);
  return inTurn(() => useNamed(known, wasmPaths));
}
