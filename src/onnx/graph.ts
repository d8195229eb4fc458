/** Element types of a graph's tensors. `int64` only appears in shapes and indices that ONNX wants so. */
export type DataType = 'float32' | 'int32' | 'bool' | 'int64';

/** Values of a tensor; a bool is a byte. */
export type Values = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** Attribute of a node: a whole number, several, a text, or a float (boxed, since 1 and 1.0 are one in JS). */
export type Attribute = number | readonly number[] | string | { float: number };

/** One ONNX operation. */
export interface GraphNode {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** What a graph takes or gives; a text in the shape is a dimension known only when it runs. */
export interface ValueInfo {
  name: string;
  shape: readonly (number | string)[];
  dtype: DataType;
}

/** A constant of the graph. */
export interface Initializer {
  name: string;
  shape: readonly number[];
  dtype: DataType;
  data: Values;
}

/** An ONNX graph of operation set 17, as plain data. */
export interface Graph {
  nodes: GraphNode[];
  initializers: Initializer[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
}

/** Array type of each element type. */
export const arrayTypes: {
  readonly float32: Float32ArrayConstructor;
  readonly int32: Int32ArrayConstructor;
  readonly bool: Uint8ArrayConstructor;
  readonly int64: BigInt64ArrayConstructor;
} = { float32: Float32Array, int32: Int32Array, bool: Uint8Array, int64: BigInt64Array };
