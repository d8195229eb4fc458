import * as tf from '@tensorflow/tfjs';
import type { GraphBuilder } from '../onnx/graphBuilder.js';
import { constant, type SymbolicTensor, valuesOf } from '../onnx/symbol.js';
import { UntraceableError, valuesAsked } from '../onnx/untraceable.js';

/** A tensor from outside of this size or more must be a variable or an input: as a constant it would bloat the graph. */
const LARGE = 1024;

interface Entry {
  symbol: SymbolicTensor;
  references: number;
}

interface Engine {
  state: { tensorInfo: WeakMap<object, { backend: tf.KernelBackend }> };
  disposeTensor(tensor: Pick<tf.Tensor, 'dataId' | 'dtype' | 'size'>): void;
}

const engine = (): Engine => tf.engine() as unknown as Engine;
const ownerOf = (dataId: object): tf.KernelBackend | undefined =>
  engine().state.tensorInfo.get(dataId)?.backend;

/** A tensor of a computing backend, as a constant. It is read and stays where it is. */
function captured({ dataId, shape, dtype }: tf.TensorInfo): SymbolicTensor {
  const owner = ownerOf(dataId);
  if (!owner) {
    const reason = `a tensor [${shape}] is used after its disposal (or after the function that made it was traced)`;
    throw new UntraceableError(
      'tensor',
      `${reason}; make tensors inside the function and keep none of them.`,
    );
  }
  const size = tf.util.sizeFromShape(shape);
  if (size >= LARGE) {
    const reason = `a tensor [${shape}] from outside the function would be baked into the graph`;
    throw new UntraceableError(
      'tensor',
      `${reason}; make it an input, or a tf.variable (not trainable if it is fixed).`,
    );
  }
  return constant(owner.readSync(dataId) as tf.TypedArray, shape, dtype);
}

/** A tfjs backend that computes nothing: its tensors are symbols, and its ops add operations to a graph. */
export class RecordingBackend extends tf.KernelBackend {
  /** The graph under construction; undefined outside of a trace. */
  graph: GraphBuilder | undefined;
  #inputOf: ((variable: tf.Variable) => SymbolicTensor) | undefined;
  readonly #entries: Map<object, Entry> = new Map();

  /**
   * Begins a trace.
   *
   * @param inputOf - The graph's input that stands for a variable.
   */
  start(graph: GraphBuilder, inputOf: (variable: tf.Variable) => SymbolicTensor): void {
    this.graph = graph;
    this.#inputOf = inputOf;
  }

  /** Ends a trace and disposes what it left behind: kept tensors, and those that tfjs loses when a function throws. */
  stop(): void {
    for (const [dataId, { symbol, references }] of [...this.#entries]) {
      const size = tf.util.sizeFromShape([...symbol.shape]);
      const handle = { dataId, dtype: symbol.dtype as tf.DataType, size };
      for (let i = 0; i < references; i++) engine().disposeTensor(handle);
    }
    this.#entries.clear();
    this.graph = undefined;
    this.#inputOf = undefined;
  }

  /** A new tensor that stands for a symbol. */
  add(symbol: SymbolicTensor): tf.TensorInfo {
    const dataId = {};
    this.#entries.set(dataId, { symbol, references: 1 });
    return { dataId, shape: [...symbol.shape], dtype: symbol.dtype as tf.DataType };
  }

  /** The symbol of a tensor: one of this backend, a variable, or a tensor from outside. */
  symbolOf(tensor: tf.TensorInfo): SymbolicTensor {
    const entry = this.#entries.get(tensor.dataId);
    if (entry) return entry.symbol;
    return tensor instanceof tf.Variable ? this.#inputOf!(tensor) : captured(tensor);
  }

  override write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): object {
    if (dtype === 'string' || dtype === 'complex64') {
      throw new UntraceableError(
        dtype,
        `tensors of type ${dtype} can't be traced; use float32, int32 or bool.`,
      );
    }
    return this.add(constant(values as tf.TypedArray, shape, dtype)).dataId;
  }

  override move(
    dataId: object,
    values: tf.backend_util.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    this.#entries.set(dataId, { symbol: constant(values as tf.TypedArray, shape, dtype), references });
  }

  override readSync(dataId: object): tf.TypedArray {
    const { symbol } = this.#entries.get(dataId) ?? {};
    if (symbol?.value) return valuesOf(symbol).slice() as tf.TypedArray;
    throw valuesAsked(`a tensor [${symbol?.shape ?? ''}]`);
  }

  override async read(dataId: object): Promise<tf.TypedArray> {
    return this.readSync(dataId);
  }

  // When a variable is assigned a tensor from outside, tfjs counts the reference here although the data are on their own backend.
  override incRef(dataId: object): void {
    const entry = this.#entries.get(dataId);
    if (entry) entry.references++;
    else ownerOf(dataId)?.incRef(dataId);
  }

  override refCount(dataId: object): number {
    return this.#entries.get(dataId)?.references ?? 0;
  }

  override disposeData(dataId: object, force = false): boolean {
    const entry = this.#entries.get(dataId);
    if (entry && --entry.references > 0 && !force) return false;
    this.#entries.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.#entries.size;
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: true, reasons: ['tensors are symbols while a function is traced'] };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    this.#entries.clear();
  }
}
