import { failure } from '../check/errors.js';
import { listed } from '../check/quoted.js';
import { inNode } from '../platform/inNode.js';
import { warnOnce } from '../platform/warnings.js';
import type { BackendName } from './backendName.js';
import type { WasmPaths } from './loadBackend.js';
import { startBackend } from './startBackend.js';

const nodeBackends: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];
const browserBackends: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/** Starts the fastest backend available and resolves to its name. A warning names those that are there but fail. */
export async function chooseBackend(wasmPaths?: WasmPaths): Promise<BackendName> {
  const failed: string[] = [];
  for (const name of inNode() ? nodeBackends : browserBackends) {
    try {
      if (await startBackend(name, wasmPaths)) continue;
    } catch (error) {
      failed.push(`backend '${name}' failed (${(error as Error).message})`);
      continue;
    }
    if (failed.length > 0) warnOnce(`${listed(failed)}; using '${name}' instead.`);
    return name;
  }
  throw failure('ZBIO_NO_PEER', `no backend of tfjs could be started: ${listed(failed)}.`);
}
