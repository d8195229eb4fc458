import { elementTypes, type Shape } from '../../onnx/graph.js';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { sameShape, sizeOf } from '../../onnx/shape.js';
import { broadcastTo, type SymbolicTensor, valuesOf } from '../../onnx/symbol.js';
import { operation, whole } from './emit.js';

// 0 means the input's size: a graph for inference stays valid for every batch size.
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
  // tfjs reshapes to three dimensions and back around many products.
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

/** Cuts; names only the axes that are cut, so that the graph doesn't hold the sizes of the others. */
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
    value: elementTypes.int32.array.from({ length: size }, (_, i) => i),
    shape,
    stored: shape,
    dtype: 'int32',
  };
}
