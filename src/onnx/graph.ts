/** Element types of a graph's tensors. `int64` appears only in shapes and indices, for which ONNX demands it. */
export type DataType = 'float32' | 'int32' | 'bool' | 'int64';

/** Values of a tensor; a bool takes one byte. */
export type Values = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** Attribute of a node: a whole number, several, a text, or a float (boxed, since 1 and 1.0 are the same in JS). */
export type Attribute = number | readonly number[] | string | { float: number };

/** Attributes of a node by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** Sizes of a tensor's dimensions. */
export type Shape = readonly number[];

/** One ONNX operation. */
export interface GraphNode {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Attributes;
}

/** Shape and element type of a value. */
export interface ValueType {
  shape: Shape;
  dtype: DataType;
}

/** An input or output of a graph. A text in the shape names a dimension whose size is known only when the graph runs. */
export interface ValueInfo {
  name: string;
  shape: readonly (number | string)[];
  dtype: DataType;
}

/** A constant of the graph. */
export interface Initializer extends ValueType {
  name: string;
  data: Values;
}

/** An ONNX graph of operation set 17, as plain data. */
export interface Graph {
  nodes: GraphNode[];
  initializers: Initializer[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
}

interface ElementTypes {
  readonly float32: { readonly code: 1; readonly array: Float32ArrayConstructor };
  readonly int32: { readonly code: 6; readonly array: Int32ArrayConstructor };
  readonly int64: { readonly code: 7; readonly array: BigInt64ArrayConstructor };
  readonly bool: { readonly code: 9; readonly array: Uint8ArrayConstructor };
}

/** Each element type's code in ONNX files (TensorProto.DataType) and its array type. */
export const elementTypes: ElementTypes = {
  float32: { code: 1, array: Float32Array },
  int32: { code: 6, array: Int32Array },
  int64: { code: 7, array: BigInt64Array },
  bool: { code: 9, array: Uint8Array },
};

/** Whether two arrays hold the same bits, except that every NaN equals every other; 0 and -0 differ. */
export const sameValues = (a: Values, b: Values): boolean =>
  a === b || (a.length === b.length && (a as Float32Array).every((value, i) => Object.is(value, b[i])));
