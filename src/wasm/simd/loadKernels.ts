import { kernelBytes, relaxedKernelBytes } from './kernelBytes.js';
import type { Kernels } from './kernels.js';
import { passesSelfTest } from './selfTest.js';
import { type WebAssemblyApi, webAssembly } from './webAssembly.js';
import { withRelaxedSimd } from './withRelaxedSimd.js';

const decoded = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

const instance = (api: WebAssemblyApi, module: object, memory: object): Kernels =>
  new api.Instance(module, { env: { memory } }).exports as Kernels;

/** A compiled module; undefined where the engine lacks the instructions, a page may not compile, or the self test fails. */
function compile(api: WebAssemblyApi, base64: string): object | undefined {
  try {
    const module = new api.Module(decoded(base64));
    const memory = new api.Memory({ initial: 16 });
    return passesSelfTest(instance(api, module, memory), memory.buffer) ? module : undefined;
  } catch {
    return undefined;
  }
}

const fastest = (api: WebAssemblyApi): object | undefined =>
  withRelaxedSimd(() => compile(api, relaxedKernelBytes)) ?? compile(api, kernelBytes);

let compiled: { module: object | undefined } | undefined;
const bound = new WeakMap<object, Kernels | undefined>();

/** The module of the kernels, compiled and tested at first use; undefined where they can't run. */
export function kernelModule(): object | undefined {
  compiled ??= { module: webAssembly && fastest(webAssembly) };
  return compiled.module;
}

function bind(memory: object): Kernels | undefined {
  const module = kernelModule();
  if (!webAssembly || !module) return undefined;
  try {
    return instance(webAssembly, module, memory);
  } catch {
    return undefined; // a shared memory, as tfjs' threaded build has, doesn't fit the import
  }
}

/**
 * The SIMD kernels working in this `WebAssembly.Memory`. Undefined where they can't run or fail their test at first use;
 * callers then take their plain path.
 */
export function kernelsIn(memory: object): Kernels | undefined {
  if (!bound.has(memory)) bound.set(memory, bind(memory));
  return bound.get(memory);
}
