import { kernelBytes, relaxedKernelBytes } from './kernelBytes.js';
import { passesSelfTest } from './selfTest.js';
import { type WebAssemblyApi, webAssembly } from './webAssembly.js';
import { withRelaxedSimd } from './withRelaxedSimd.js';

/**
 * The kernels of `assembly/`, bound to one memory. Addresses are in bytes; nothing is checked, nothing is allocated.
 */
export interface Kernels {
  /** Bytes of scratch memory that `gemm` needs. */
  readonly scratchBytes: { readonly value: number };
  /** One step of Adam: the twin of `adamArrays`. */
  adam(
    count: number,
    weights: number,
    gradients: number,
    first: number,
    second: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    rate: number,
    epsilon: number,
  ): void;
  /**
   * out [rows, columns] = X·B, X [rows, inner] by compressed rows of int32 offsets and columns. `scratch` takes 64 bytes
   * for each line of B.
   */
  csrProduct(
    rows: number,
    columns: number,
    inner: number,
    indptr: number,
    indices: number,
    values: number,
    b: number,
    out: number,
    scratch: number,
  ): void;
  /** out [rows, columns] = A·B; of each operand's two strides, in bytes, one is 4. */
  gemm(
    rows: number,
    columns: number,
    inner: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    out: number,
    scratch: number,
  ): void;
  /**
   * Standard normal values, a multiple of 8: the twin of `normalArray`. The state, 64 bytes, moves on; `normalConstants` lie
   * behind it.
   */
  normals(state: number, out: number, count: number): void;
  /** Values uniform in [0, 1), a multiple of 4: the twin of `uniformArray`. */
  uniforms(state: number, out: number, count: number): void;
}

const decoded = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

const instance = (api: WebAssemblyApi, module: object, memory: object): Kernels =>
  new api.Instance(module, { env: { memory } }).exports as Kernels;

/** A compiled module, or undefined where the engine doesn't know its SIMD, or a page may not compile, or an answer is wrong. */
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
