import { notTensor } from './encodeOnnx.js';
import { copyInto, writeInto } from './runInto.js';
import type { Runtime, RuntimeTensor, SessionData } from './runtime.js';
import { UntraceableError } from './untraceable.js';

/** An input or output: values and shape. */
export interface SessionTensor {
  data: SessionData;
  shape: readonly number[];
}

type Tensors = Readonly<Record<string, SessionTensor>>;

/** A graph, ready to run. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Runs the graph on a value for every input; the outputs are new arrays. */
  run(feeds: Tensors): Promise<Record<string, SessionTensor>>;
  /** Runs the graph on a value for every input, and writes every output into an array of yours that no input uses. */
  runInto(feeds: Tensors, targets: Tensors): Promise<void>;
  /** Frees the session's memory. */
  release(): Promise<void>;
}

/** Options of {@link createSession}. */
export interface SessionOptions {
  /** Threads within an operation; by default the runtime decides. */
  threads?: number | undefined;
}

const typeOf = (data: SessionData): 'float32' | 'int32' | 'bool' => {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Int32Array ? 'int32' : 'bool';
};

/** Wraps arrays as tensors of the runtime; the same object always gets the same tensor. */
function wrapper({ Tensor }: Runtime): (of: Tensors) => Record<string, RuntimeTensor> {
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

const extra = {
  // Must not fuse the transposes back into the product that products.ts has put in front of it.
  optimization: { disable_specified_optimizers: 'GemmTransposeFusion' },
  // Between runs other work needs the cores, and waiting threads would spin on them.
  session: { force_spinning_stop: '1' },
};

// Usually because it has an operation for other element types only.
function refused(cause: Error): never {
  const op = /for (\w+)\(\d+\) node/.exec(cause.message)?.[1] ?? 'session';
  throw new UntraceableError(op, `onnxruntime doesn't run the graph: ${cause.message}`);
}

/**
 * Makes a session for an ONNX file. The caller must release it.
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
  // In the web build the number of threads belongs to the module, and is read before the first session only.
  if (runtime.web && threads !== undefined) runtime.env.wasm.numThreads = threads;
  const threading = threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 };
  // `dynamic_block_base` stays unset: it sizes pieces of work by which thread is free, the last bit of a logarithm depends on
  // where its piece begins, and the same seed must give the same bits.
  const options = { graphOptimizationLevel: 'all', logSeverityLevel: 3, extra, ...threading };
  const session = await runtime.InferenceSession.create(bytes, options).catch(refused);
  const wrapped = wrapper(runtime);
  const runInto = session.outputNames.includes(notTensor) ? writeInto(session) : copyInto(session);
  const outputs = session.outputNames.filter((name) => name !== notTensor);
  const fresh = Object.fromEntries(outputs.map((name) => [name, null]));
  return {
    inputs: session.inputNames,
    outputs,
    run: async (feeds) => {
      const results = Object.entries(await session.run(wrapped(feeds), fresh));
      return Object.fromEntries(
        results.map(([name, { data, dims }]) => [name, { data: data as SessionData, shape: dims }]),
      );
    },
    runInto: (feeds, targets) => runInto(wrapped(feeds), wrapped(targets)),
    release: () => session.release(),
  };
}
