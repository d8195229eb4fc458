import { inNode } from '../backend/inNode.js';
import { freeBuffer, keepFreedMemory } from './freeBuffer.js';
import { UntraceableError } from './untraceable.js';

/** A tensor of onnxruntime. */
export interface RuntimeTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
  readonly type: string;
}

interface RuntimeSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Record<string, RuntimeTensor>,
    fetches?: Record<string, RuntimeTensor | null>,
  ): Promise<Record<string, RuntimeTensor>>;
  release(): Promise<void>;
}

/** What zbio uses of `onnxruntime-node` and `onnxruntime-web`, which are alike. */
export interface Runtime {
  Tensor: new (
    type: 'float32' | 'int32' | 'bool',
    data: SessionData,
    dims: readonly number[],
  ) => RuntimeTensor;
  InferenceSession: { create(bytes: Uint8Array, options: object): Promise<RuntimeSession> };
  env: { wasm: { numThreads?: number | undefined } };
  /** True for the build in wasm: it hands tensors given for outputs back without having written into them. */
  web?: boolean;
}

/** Values of an input or output; bools are bytes. */
export type SessionData = Float32Array | Int32Array | Uint8Array;

/** An input or output: values and shape. */
export interface SessionTensor {
  data: SessionData;
  shape: readonly number[];
}

/** A graph, ready to run. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs the graph.
   *
   * @param feeds - Every input.
   * @param into - Outputs that are to be written into arrays of yours; the others come in new ones.
   * @returns All outputs; those of `into` are the same objects.
   */
  run(
    feeds: Readonly<Record<string, SessionTensor>>,
    into?: Readonly<Record<string, SessionTensor>>,
  ): Promise<Record<string, SessionTensor>>;
  /** Frees the session's memory. */
  release(): Promise<void>;
}

/** Options of {@link createSession}. */
export interface SessionOptions {
  /** Threads within an operation; default: as many as the runtime thinks fit. */
  threads?: number | undefined;
}

const absent = (error: unknown, name: string): boolean =>
  new RegExp(`(?:package|module|resolve|specifier)[^'"]*['"]${name}['"]`, 'i').test(String(error));

async function loadNodeRuntime(): Promise<Runtime | undefined> {
  // Put together at run time: a bundler for browsers must not look for it.
  const name = ['onnxruntime', 'node'].join('-');
  try {
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as Runtime;
  } catch (error) {
    if (!absent(error, name)) throw error;
    return undefined;
  }
}

async function loadWebRuntime(): Promise<Runtime | undefined> {
  try {
    // Written out, so that a bundler finds it; inside `try`, so that it may be missing.
    const { Tensor, InferenceSession, env } = (await import('onnxruntime-web')) as unknown as Runtime;
    return { Tensor, InferenceSession, env, web: true };
  } catch {
    return undefined;
  }
}

/**
 * Loads onnxruntime: the package `onnxruntime-node` in Node, `onnxruntime-web` elsewhere. Undefined where it isn't installed;
 * rejects where it is and can't be loaded.
 *
 * @param build - The other one, if you want it: `'web'` runs in Node too.
 */
export function loadRuntime(build: 'node' | 'web' = inNode() ? 'node' : 'web'): Promise<Runtime | undefined> {
  return build === 'node' ? loadNodeRuntime() : loadWebRuntime();
}

const typeOf = (data: SessionData): 'float32' | 'int32' | 'bool' => {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Int32Array ? 'int32' : 'bool';
};

/** Wraps arrays as tensors of the runtime; the same object gets the same tensor again. */
function wrapper({
  Tensor,
}: Runtime): (of: Readonly<Record<string, SessionTensor>>) => Record<string, RuntimeTensor> {
  const known = new WeakMap<SessionTensor, RuntimeTensor>();
  const wrap = (tensor: SessionTensor): RuntimeTensor => {
    const found = known.get(tensor);
    if (found?.data === tensor.data) return found;
    const made = new Tensor(typeOf(tensor.data), tensor.data, tensor.shape);
    known.set(tensor, made);
    return made;
  };
  return (tensors) => Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, wrap(t)]));
}

const sameValues = (a: SessionData, b: SessionData): boolean =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

/** Says after a first run whether onnxruntime has written into the arrays it was given, which versions may handle differently. */
function wroteInto(
  targets: Readonly<Record<string, SessionTensor>>,
  results: Record<string, RuntimeTensor>,
): boolean {
  return Object.entries(targets).every(([name, { data }]) =>
    sameValues(results[name]!.data as SessionData, data),
  );
}

/** A result where it was asked for: there already, and what comes back is a copy that nobody wants; or it is copied. */
function deliver(result: RuntimeTensor, target: SessionTensor | undefined, inPlace: boolean): SessionTensor {
  const data = result.data as SessionData;
  if (!target) return { data, shape: result.dims };
  if (!inPlace) target.data.set(data);
  else if (data.buffer !== target.data.buffer) freeBuffer(data.buffer as ArrayBuffer);
  return target;
}

// Most often an operation that it has for other element types only.
function refused(cause: Error): never {
  const op = /for (\w+)\(\d+\) node/.exec(cause.message)?.[1] ?? 'session';
  throw new UntraceableError(op, `onnxruntime doesn't run the graph: ${cause.message}`);
}

/**
 * Makes a session for an ONNX file. The caller releases it.
 *
 * @param bytes - What `encodeOnnx` returns.
 * @throws UntraceableError if onnxruntime refuses the graph.
 * @example
 * ```ts
 * const runtime = await loadRuntime();
 * const session = await createSession(runtime!, encodeOnnx(traced.graph), { threads: 2 });
 * const { loss } = await session.run({ x: { data, shape: [128, 2000] } });
 * ```
 */
export async function createSession(
  runtime: Runtime,
  bytes: Uint8Array,
  { threads }: SessionOptions = {},
): Promise<Session> {
  // In the web build threads belong to the module, and count before its first session only.
  if (runtime.web && threads !== undefined) runtime.env.wasm.numThreads = threads;
  const threading = threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 };
  // No pieces of work whose size depends on which thread is free (`dynamic_block_base`): a logarithm's last bit depends on
  // where its piece begins, and the same seed must give the same bits.
  const options = { graphOptimizationLevel: 'all', logSeverityLevel: 3, ...threading };
  const session = await runtime.InferenceSession.create(bytes, options).catch(refused);
  const wrapped = wrapper(runtime);
  if (!runtime.web) keepFreedMemory();
  let inPlace: boolean | undefined = runtime.web ? false : undefined;
  const fresh = Object.fromEntries(session.outputNames.map((name) => [name, null]));
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(feeds, into = {}) {
      const fetches = runtime.web ? fresh : { ...fresh, ...wrapped(into) };
      if (inPlace === undefined) for (const { data } of Object.values(into)) data.fill(Number.NaN);
      const results = await session.run(wrapped(feeds), fetches);
      inPlace ??= wroteInto(into, results);
      return Object.fromEntries(
        Object.entries(results).map(([name, result]) => [name, deliver(result, into[name], inPlace!)]),
      );
    },
    release: () => session.release(),
  };
}
