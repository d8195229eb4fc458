import { orUndefined } from '../platform/absentPeer.js';
import { inNode } from '../platform/inNode.js';

/** Values of an input or output; bools are bytes. */
export type SessionData = Float32Array | Int32Array | Uint8Array;

/** A tensor of onnxruntime. */
export interface RuntimeTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
  readonly type: string;
}

/** A session of onnxruntime. */
export interface RuntimeSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Record<string, RuntimeTensor>,
    fetches?: Record<string, RuntimeTensor | null>,
  ): Promise<Record<string, RuntimeTensor>>;
  release(): Promise<void>;
}

/** What zbio uses of `onnxruntime-node` and `onnxruntime-web`, whose interfaces are alike. */
export interface Runtime {
  Tensor: new (
    type: 'float32' | 'int32' | 'bool',
    data: SessionData,
    dims: readonly number[],
  ) => RuntimeTensor;
  InferenceSession: { create(bytes: Uint8Array, options: object): Promise<RuntimeSession> };
  env: { wasm: { numThreads?: number | undefined } };
  /** True for the wasm build, which never writes into tensors that are given for outputs. */
  web?: boolean;
}

async function loadNodeRuntime(): Promise<Runtime | undefined> {
  // Assembled at run time, so that a bundler for browsers doesn't look for the package.
  const name = ['onnxruntime', 'node'].join('-');
  const load: Promise<Runtime> = import(/* @vite-ignore */ /* webpackIgnore: true */ name);
  return load.catch(orUndefined(name));
}

async function loadWebRuntime(): Promise<Runtime | undefined> {
  try {
    // Written out, so that a bundler finds it; inside `try`, so that webpack and esbuild let it be missing.
    const found = (await import('onnxruntime-web')) as unknown as Partial<Runtime>;
    const { Tensor, InferenceSession, env } = found;
    // Earlier versions of Vite put an empty module in the place of a missing one.
    return Tensor && InferenceSession && env && { Tensor, InferenceSession, env, web: true };
  } catch (error) {
    return orUndefined('onnxruntime-web')(error);
  }
}

/**
 * Loads onnxruntime: the package `onnxruntime-node` in Node, `onnxruntime-web` elsewhere. Undefined if it isn't installed.
 * `onnxruntime-node` rejects if it is installed and can't be loaded; `onnxruntime-web` then counts as not installed.
 *
 * @param build - Which of the two; `'web'` runs in Node too.
 */
export function loadRuntime(build: 'node' | 'web' = inNode() ? 'node' : 'web'): Promise<Runtime | undefined> {
  return build === 'node' ? loadNodeRuntime() : loadWebRuntime();
}
