import type { Attributes, DataType, ValueType } from '../../onnx/graph.js';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastShape, sameShape } from '../../onnx/shape.js';
import type { SymbolicTensor } from '../../onnx/symbol.js';

/** Emits an element-wise operation; what is broadcast lazily stays so. `dtype` defaults to the first input's. */
export function elementwise(
  graph: GraphBuilder,
  op: string,
  inputs: readonly SymbolicTensor[],
  dtype: DataType = inputs[0]!.dtype,
  attributes: Attributes = {},
): SymbolicTensor {
  const stored = broadcastShape(inputs.map((input) => input.stored));
  const names = inputs.map((input) => graph.nameOf(input));
  const shape = broadcastShape(inputs.map((input) => input.shape));
  return { name: graph.emit(op, names, { shape: stored, dtype }, attributes), shape, stored, dtype };
}

/** Emits an operation that needs whole operands, by their names. */
export function operation(
  graph: GraphBuilder,
  op: string,
  names: readonly string[],
  { shape, dtype }: ValueType,
  attributes: Attributes = {},
): SymbolicTensor {
  return { name: graph.emit(op, names, { shape, dtype }, attributes), shape, stored: shape, dtype };
}

/** Name of a symbol's value in full shape: what was broadcast lazily is expanded. */
export function whole(graph: GraphBuilder, x: SymbolicTensor): string {
  if (sameShape(x.stored, x.shape)) return graph.nameOf(x);
  return graph.emit('Expand', [graph.nameOf(x), graph.integers(x.shape)], x);
}
