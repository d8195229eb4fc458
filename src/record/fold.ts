import * as tf from '@tensorflow/tfjs';
import type { Values } from '../onnx/graph.js';
import {
  broadcastShape,
  broadcastTo,
  constant,
  type SymbolicTensor,
  sizeOf,
  uniformValue,
  valuesOf,
} from '../onnx/symbol.js';

/** Constants above this size stay operations: the runtime computes them once, and the file stays small. */
const LARGEST_INPUT = 1 << 20;
const LARGEST_GROWTH = 4096;

/** Inputs of a kernel by name, or by position for those that take a list. */
export type KernelInputs = Record<string, SymbolicTensor>;

interface Folding {
  kernelName: string;
  inputs: KernelInputs;
  attrs: tf.NamedAttrMap | undefined;
  /** Whether tfjs hands this kernel a list. */
  listed: boolean;
}

interface Written extends tf.TensorInfo {
  dtype: 'float32' | 'int32' | 'bool';
}

function writeConstant(backend: tf.KernelBackend, x: SymbolicTensor): Written {
  const [shape, dtype] = [[...x.shape], x.dtype as Written['dtype']];
  const values = valuesOf(x).slice() as Exclude<Values, BigInt64Array>;
  return { dataId: backend.write(values, shape, dtype), shape, dtype };
}

/** tfjs' cpu backend. At its first use in Node it advertises another one on the console; here nobody has chosen it. */
function quietCpu(): tf.KernelBackend {
  const backend = tf.findBackend('cpu');
  (backend as tf.KernelBackend & { firstUse?: boolean }).firstUse = false;
  return backend;
}

/** Runs a kernel of tfjs' cpu backend on constants and reads the results; what it wrote there is freed. */
function onCpu({ kernelName, inputs, attrs, listed }: Folding): SymbolicTensor | SymbolicTensor[] {
  const backend = quietCpu();
  const written = Object.entries(inputs).map(([name, x]) => [name, writeConstant(backend, x)] as const);
  const given = (
    listed ? written.map(([, info]) => info) : Object.fromEntries(written)
  ) as tf.NamedTensorInfoMap;
  const made = tf.getKernel(kernelName, 'cpu')!.kernelFunc({ inputs: given, attrs: attrs ?? {}, backend });
  const read = ({ dataId, shape, dtype }: tf.TensorInfo): SymbolicTensor =>
    constant(backend.readSync(dataId) as tf.TypedArray, shape, dtype);
  const constants = Array.isArray(made) ? made.map(read) : read(made);
  for (const { dataId } of [...[made].flat(), ...written.map(([, info]) => info)])
    backend.disposeData(dataId, true);
  return constants;
}

const total = (symbols: readonly SymbolicTensor[]): number =>
  symbols.reduce((sum, { value }) => sum + value!.length, 0);

/** An element-wise kernel on inputs that hold one number each: one number is enough. */
function foldUniform(folding: Folding): SymbolicTensor {
  const { inputs } = folding;
  const scalars = Object.entries(inputs).map(([name, x]) => [name, broadcastTo(x, [])]);
  const shape = broadcastShape(Object.values(inputs).map((x) => x.shape));
  return broadcastTo(onCpu({ ...folding, inputs: Object.fromEntries(scalars) }) as SymbolicTensor, shape);
}

/**
 * What a kernel makes of constants, or undefined where it has to stay an operation.
 *
 * @param elementwise - Whether the kernel acts on each element alone.
 */
export function fold(folding: Folding, elementwise: boolean): SymbolicTensor | SymbolicTensor[] | undefined {
  const inputs = Object.values(folding.inputs);
  if (inputs.some(({ value }) => !value) || !tf.getKernel(folding.kernelName, 'cpu')) return undefined;
  if (elementwise && inputs.every((x) => uniformValue(x) !== undefined)) return foldUniform(folding);
  if (inputs.some((x) => sizeOf(x.shape) > LARGEST_INPUT)) return undefined;
  const results = onCpu(folding);
  const grows = total([results].flat()) > Math.max(LARGEST_GROWTH, 2 * total(inputs));
  return grows && inputs.length > 0 ? undefined : results;
}
