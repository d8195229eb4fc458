import * as tf from '@tensorflow/tfjs';
import type { Values } from '../onnx/graph.js';
import { broadcastShape, sizeOf } from '../onnx/shape.js';
import { broadcastTo, constant, type SymbolicTensor, uniformValue, valuesOf } from '../onnx/symbol.js';
import type { NamedSymbols } from './ops/op.js';

/** Larger constants stay operations: the runtime computes them once, and the file stays small. */
const LARGEST_INPUT = 1 << 20;
/** A result with more numbers must not have more than twice those of the inputs. */
const LARGEST_GROWTH = 4096;

/** One call of a tfjs op. */
interface Call {
  name: string;
  inputs: NamedSymbols;
  attrs: tf.NamedAttrMap;
  /** Whether tfjs hands this op a list. */
  listed: boolean;
  /** Whether the op acts on each element alone. */
  elementwise: boolean;
}

interface Written extends tf.TensorInfo {
  dtype: 'float32' | 'int32' | 'bool';
}

function writeConstant(backend: tf.KernelBackend, x: SymbolicTensor): Written {
  const [shape, dtype] = [[...x.shape], x.dtype as Written['dtype']];
  const values = valuesOf(x).slice() as Exclude<Values, BigInt64Array>;
  return { dataId: backend.write(values, shape, dtype), shape, dtype };
}

/** tfjs's cpu backend. At its first use in Node it advertises another one on the console; here nobody has chosen it. */
function quietCpu(): tf.KernelBackend {
  const backend = tf.findBackend('cpu');
  (backend as tf.KernelBackend & { firstUse?: boolean }).firstUse = false;
  return backend;
}

/** Runs an op of tfjs's cpu backend on constants and reads the results; what it wrote there is freed. */
function onCpu({ name, inputs, attrs, listed }: Call): SymbolicTensor | SymbolicTensor[] {
  const backend = quietCpu();
  const written = Object.entries(inputs).map(([key, x]) => [key, writeConstant(backend, x)] as const);
  const given = (
    listed ? written.map(([, info]) => info) : Object.fromEntries(written)
  ) as tf.NamedTensorInfoMap;
  const made = tf.getKernel(name, 'cpu')!.kernelFunc({ inputs: given, attrs, backend });
  const read = ({ dataId, shape, dtype }: tf.TensorInfo): SymbolicTensor =>
    constant(backend.readSync(dataId) as tf.TypedArray, shape, dtype);
  const constants = Array.isArray(made) ? made.map(read) : read(made);
  for (const { dataId } of [...[made].flat(), ...written.map(([, info]) => info)])
    backend.disposeData(dataId, true);
  return constants;
}

const total = (symbols: readonly SymbolicTensor[]): number =>
  symbols.reduce((sum, { value }) => sum + value!.length, 0);

/** An element-wise op on inputs that hold one number each: one number is enough. */
function foldUniform(call: Call): SymbolicTensor {
  const { inputs } = call;
  const scalars = Object.entries(inputs).map(([key, x]) => [key, broadcastTo(x, [])]);
  const shape = broadcastShape(Object.values(inputs).map((x) => x.shape));
  return broadcastTo(onCpu({ ...call, inputs: Object.fromEntries(scalars) }) as SymbolicTensor, shape);
}

/**
 * What an op makes of constants, or undefined where it has to stay an operation. Folding happens while recording, since values
 * that are known may be read by the function, and since the rewrites of arithmetic.ts ask for them.
 */
export function fold(call: Call): SymbolicTensor | SymbolicTensor[] | undefined {
  const inputs = Object.values(call.inputs);
  if (inputs.some(({ value }) => !value) || !tf.getKernel(call.name, 'cpu')) return undefined;
  if (call.elementwise && inputs.every((x) => uniformValue(x) !== undefined)) return foldUniform(call);
  if (inputs.some((x) => sizeOf(x.shape) > LARGEST_INPUT)) return undefined;
  const results = onCpu(call);
  const grows = total([results].flat()) > Math.max(LARGEST_GROWTH, 2 * total(inputs));
  return grows && inputs.length > 0 ? undefined : results;
}
