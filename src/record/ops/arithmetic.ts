import { type DataType, elementTypes } from '../../onnx/graph.js';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastShape } from '../../onnx/shape.js';
import { broadcastTo, type SymbolicTensor, scalar, uniformValue } from '../../onnx/symbol.js';
import { elementwise } from './emit.js';

export function add(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const shape = broadcastShape([a.shape, b.shape]);
  if (uniformValue(b) === 0) return broadcastTo(a, shape);
  return uniformValue(a) === 0 ? broadcastTo(b, shape) : elementwise(graph, 'Add', [a, b]);
}

export function subtract(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  if (uniformValue(b) === 0) return broadcastTo(a, broadcastShape([a.shape, b.shape]));
  return elementwise(graph, 'Sub', [a, b]);
}

// The gradient of relu, from relu's result and not its input: onnxruntime can then fuse relu with the product before it, and a
// conversion is cheaper than a comparison. It converts twice and multiplies, since onnxruntime's selection takes about twice as
// long where signs are mixed.
function masked(graph: GraphBuilder, x: SymbolicTensor, by: SymbolicTensor): SymbolicTensor {
  const positive = cast(graph, elementwise(graph, 'Relu', [by]), 'bool');
  return elementwise(graph, 'Mul', [x, cast(graph, positive, x.dtype)]);
}

function productOfNumbers(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const [known, other] = [uniformValue(a), uniformValue(b)];
  if (known === undefined || other === undefined) return multiply(graph, a, b);
  return broadcastTo(scalar(known * other), broadcastShape([a.shape, b.shape]));
}

// (x·s)·t becomes x·(s·t): the numbers are multiplied first, so that x is read once.
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
  return elementwise(graph, 'Cast', [x], dtype, { to: elementTypes[dtype].code });
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
  // onnxruntime cannot select among bools.
  if (then.dtype === 'bool') return whereOfBools(graph, condition, then, otherwise);
  return elementwise(graph, 'Where', [condition, then, otherwise], then.dtype);
}
