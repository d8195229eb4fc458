import { arrayTypes, type DataType, type GraphNode } from '../../onnx/graph.js';
import type { GraphBuilder, ValueType } from '../../onnx/graphBuilder.js';
import {
  broadcastShape,
  broadcastTo,
  type Shape,
  type SymbolicTensor,
  sameShape,
  scalar,
  sizeOf,
  uniformValue,
  valuesOf,
} from '../../onnx/symbol.js';

const dataTypeCodes: Record<DataType, number> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** Emits an element-wise operation; what is broadcast lazily stays so. `dtype` defaults to the first input's. */
export function elementwise(
  graph: GraphBuilder,
  op: string,
  inputs: readonly SymbolicTensor[],
  dtype: DataType = inputs[0]!.dtype,
  attributes: GraphNode['attributes'] = {},
): SymbolicTensor {
  const stored = broadcastShape(inputs.map((input) => input.stored));
  const names = inputs.map((input) => graph.nameOf(input));
  const shape = broadcastShape(inputs.map((input) => input.shape));
  const name = graph.emit(op, names, { shape: stored, dtype }, attributes);
  graph.elementwise.add(name);
  return { name, shape, stored, dtype };
}

/** Emits an operation that needs whole operands, by their names. */
export function operation(
  graph: GraphBuilder,
  op: string,
  names: readonly string[],
  { shape, dtype }: ValueType,
  attributes: GraphNode['attributes'] = {},
): SymbolicTensor {
  return { name: graph.emit(op, names, { shape, dtype }, attributes), shape, stored: shape, dtype };
}

/** Name of a symbol's value in full shape: what was broadcast lazily is expanded. */
export function whole(graph: GraphBuilder, x: SymbolicTensor): string {
  if (sameShape(x.stored, x.shape)) return graph.nameOf(x);
  return graph.emit('Expand', [graph.nameOf(x), graph.integers(x.shape)], x);
}

export function add(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const shape = broadcastShape([a.shape, b.shape]);
  if (uniformValue(b) === 0) return broadcastTo(a, shape);
  return uniformValue(a) === 0 ? broadcastTo(b, shape) : elementwise(graph, 'Add', [a, b]);
}

export function subtract(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  if (uniformValue(b) === 0) return broadcastTo(a, broadcastShape([a.shape, b.shape]));
  return elementwise(graph, 'Sub', [a, b]);
}

// The gradient of relu. It asks relu's result, not what went in: onnxruntime then makes one operation of the product before and
// relu, and a conversion is cheaper than a comparison. Converted twice and multiplied: onnxruntime's selection takes about twice
// as long where signs are mixed.
function masked(graph: GraphBuilder, x: SymbolicTensor, by: SymbolicTensor): SymbolicTensor {
  const positive = cast(graph, elementwise(graph, 'Relu', [by]), 'bool');
  return elementwise(graph, 'Mul', [x, cast(graph, positive, 'float32')]);
}

function productOfNumbers(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const [known, other] = [uniformValue(a), uniformValue(b)];
  if (known === undefined || other === undefined) return multiply(graph, a, b);
  return broadcastTo(scalar(known * other), broadcastShape([a.shape, b.shape]));
}

// (x·s)·t is x·(s·t): the numbers first, so that x is walked over once.
function scaled(graph: GraphBuilder, x: SymbolicTensor, by: SymbolicTensor): SymbolicTensor {
  if (x.origin?.op === 'scaled') return scaled(graph, x.origin.of, productOfNumbers(graph, x.origin.by, by));
  return { ...elementwise(graph, 'Mul', [x, by]), origin: { op: 'scaled', of: x, by } };
}

const isNumber = ({ stored, dtype }: SymbolicTensor): boolean => stored.length === 0 && dtype === 'float32';

export function multiply(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const shape = broadcastShape([a.shape, b.shape]);
  if (uniformValue(b) === 1) return broadcastTo(a, shape);
  if (uniformValue(a) === 1) return broadcastTo(b, shape);
  if (b.origin?.op === 'step') return masked(graph, a, b.origin.of);
  if (a.origin?.op === 'step') return masked(graph, b, a.origin.of);
  if (isNumber(b) && !isNumber(a)) return scaled(graph, a, b);
  if (isNumber(a) && !isNumber(b)) return scaled(graph, b, a);
  return elementwise(graph, 'Mul', [a, b]);
}

export function divide(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  if (uniformValue(b) === 1) return broadcastTo(a, broadcastShape([a.shape, b.shape]));
  return elementwise(graph, 'Div', [a, b]);
}

export function cast(graph: GraphBuilder, x: SymbolicTensor, dtype: DataType): SymbolicTensor {
  if (x.dtype === dtype) return x;
  return elementwise(graph, 'Cast', [x], dtype, { to: dataTypeCodes[dtype] });
}

// 0 takes the input's size over: a graph for inference stays valid for every batch size.
const sizesFrom = (x: Shape, shape: Shape): number[] =>
  shape.map((size, i) => (size > 0 && size === x[i] ? 0 : size));

export function reshape(graph: GraphBuilder, x: SymbolicTensor, shape: Shape): SymbolicTensor {
  if (sameShape(x.shape, shape)) return x;
  if (x.stored.length === 0) return broadcastTo(x, shape);
  if (x.value) return { value: valuesOf(x), shape, stored: shape, dtype: x.dtype };
  if (sizeOf(x.stored) === 1) {
    const name = graph.emit('Reshape', [graph.nameOf(x), graph.integers([])], { shape: [], dtype: x.dtype });
    return { name, shape, stored: [], dtype: x.dtype };
  }
  // tfjs goes to three dimensions and back around many a product.
  if (x.origin?.op === 'reshape') return reshape(graph, x.origin.of, shape);
  const names = [whole(graph, x), graph.integers(sizesFrom(x.shape, shape))];
  return {
    ...operation(graph, 'Reshape', names, { shape, dtype: x.dtype }),
    origin: { op: 'reshape', of: x },
  };
}

export function transpose(graph: GraphBuilder, x: SymbolicTensor, perm: readonly number[]): SymbolicTensor {
  if (perm.every((from, to) => from === to)) return x;
  const shape = perm.map((axis) => x.shape[axis]!);
  if (x.stored.length === 0) return broadcastTo(x, shape);
  return operation(graph, 'Transpose', [whole(graph, x)], { shape, dtype: x.dtype }, { perm });
}

/** Names only the axes that are cut, so that the graph doesn't hold the sizes of the others. */
export function slice(graph: GraphBuilder, x: SymbolicTensor, begin: Shape, size: Shape): SymbolicTensor {
  if (sameShape(size, x.shape)) return x;
  if (x.stored.length === 0) return broadcastTo(x, size);
  const axes = [...x.shape.keys()].filter((axis) => size[axis] !== x.shape[axis]);
  const starts = graph.integers(axes.map((axis) => begin[axis]!));
  const ends = graph.integers(axes.map((axis) => begin[axis]! + size[axis]!));
  const names = [whole(graph, x), starts, ends, graph.integers(axes)];
  return operation(graph, 'Slice', names, { shape: size, dtype: x.dtype });
}

export function concat(graph: GraphBuilder, parts: readonly SymbolicTensor[], axis: number): SymbolicTensor {
  const shape = [...parts[0]!.shape];
  shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
  const names = parts.map((part) => whole(graph, part));
  return operation(graph, 'Concat', names, { shape, dtype: parts[0]!.dtype }, { axis });
}

/** 0, 1, … size - 1, of a shape that broadcasts along `axis` of tensors with `rank` dimensions. */
export function positionsAlong(axis: number, rank: number, size: number): SymbolicTensor {
  const shape = Array.from({ length: rank }, (_, i) => (i === axis ? size : 1));
  return {
    value: arrayTypes.int32.from({ length: size }, (_, i) => i),
    shape,
    stored: shape,
    dtype: 'int32',
  };
}

function whereOfBools(
  graph: GraphBuilder,
  condition: SymbolicTensor,
  then: SymbolicTensor,
  otherwise: SymbolicTensor,
): SymbolicTensor {
  const not = elementwise(graph, 'Not', [condition]);
  const sides = [
    [condition, then],
    [not, otherwise],
  ].map((pair) => elementwise(graph, 'And', pair));
  return elementwise(graph, 'Or', sides);
}

export function where(
  graph: GraphBuilder,
  condition: SymbolicTensor,
  then: SymbolicTensor,
  otherwise: SymbolicTensor,
): SymbolicTensor {
  // onnxruntime has no selection among bools.
  if (then.dtype === 'bool') return whereOfBools(graph, condition, then, otherwise);
  return elementwise(graph, 'Where', [condition, then, otherwise], then.dtype);
}
