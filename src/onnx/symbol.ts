import * as tf from '@tensorflow/tfjs';
import { failure } from '../check/errors.js';
import { type DataType, elementTypes, type Shape, type Values } from './graph.js';
import { sameShape, sizeOf } from './shape.js';

/**
 * What a tensor is while a function is being recorded: a named value of the graph, or a constant whose values are
 * known.
 */
export interface SymbolicTensor {
  /** Name in the graph; absent for a constant. */
  name?: string;
  /** Values of a constant, of shape `stored`. */
  value?: Values;
  /** The shape that tfjs is told. */
  shape: Shape;
  /**
   * The shape in memory, which broadcasts to `shape`. Gradients are full of ones and zeros of full size: as scalars they
   * cost nothing, and element-wise operations broadcast anyway.
   */
  stored: Shape;
  dtype: DataType;
  /**
   * What it was made of, where knowing it lets a later operation be recorded in a better form (arithmetic.ts, layout.ts). These
   * rewrites are no passes: constants are still known by their numbers here, and what is broadcast is not expanded yet.
   */
  origin?:
    | { op: 'step' | 'reshape'; of: SymbolicTensor }
    | { op: 'scaled'; of: SymbolicTensor; by: SymbolicTensor };
}

/** A scalar constant. */
export function scalar(value: number, dtype: DataType = 'float32'): SymbolicTensor {
  const data = dtype === 'int64' ? BigInt64Array.of(BigInt(value)) : elementTypes[dtype].array.of(value);
  return { value: data, shape: [], stored: [], dtype };
}

/** A constant; one that holds the same number everywhere is kept as that number. The values are copied. */
export function constant(values: ArrayLike<number>, shape: Shape, dtype: tf.DataType): SymbolicTensor {
  const type = dtype as 'float32' | 'int32' | 'bool';
  const data = elementTypes[type].array.from(values);
  const uniform = data.length > 0 && data.every((v) => Object.is(v, data[0]));
  return uniform
    ? { value: data.slice(0, 1), shape, stored: [], dtype: type }
    : { value: data, shape, stored: shape, dtype: type };
}

/** The number that all elements of a constant are, or undefined. */
export function uniformValue({ value }: SymbolicTensor): number | undefined {
  return value?.length === 1 ? Number(value[0]) : undefined;
}

/** The same values, seen with a bigger shape. */
export function broadcastTo(x: SymbolicTensor, shape: Shape): SymbolicTensor {
  if (sameShape(x.shape, shape)) return x;
  const { origin: _, ...rest } = x;
  return { ...rest, shape };
}

/** Position in memory of each element of a shape that `stored` broadcasts to. */
function positions(stored: Shape, shape: Shape): Int32Array {
  const at = new Int32Array(sizeOf(shape));
  const missing = shape.length - stored.length;
  const strides = tf.util.computeStrides([...stored, 1]);
  for (let i = 0; i < at.length; i++) {
    let rest = i;
    for (let axis = shape.length - 1; axis >= missing; axis--) {
      const size = stored[axis - missing]!;
      if (size > 1) at[i]! += (rest % shape[axis]!) * strides[axis - missing]!;
      rest = Math.floor(rest / shape[axis]!);
    }
  }
  return at;
}

/** All values of a constant, in its full shape. */
export function valuesOf({ value, shape, stored }: SymbolicTensor): Values {
  if (!value) throw failure('ZBIO_INTERNAL', 'valuesOf: expected a constant, received a value of the graph');
  if (value.length === sizeOf(shape)) return value;
  const all = value.slice(0, 0).constructor as { new (size: number): Values };
  const out = new all(sizeOf(shape));
  const from = positions(stored, shape);
  for (let i = 0; i < out.length; i++) out[i] = value[from[i]!]!;
  return out;
}
