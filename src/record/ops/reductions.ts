import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastTo, type Shape, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { axesOf, type Kernel, type KernelTable, type Unary } from './op.js';
import { cast, operation, reshape, whole } from './operations.js';

interface Reduction {
  axis?: number | number[];
  keepDims?: boolean;
  /** tfjs' other name for `axis`, of Max. */
  reductionIndices?: number | number[];
}

export function reduce(
  graph: GraphBuilder,
  op: string,
  x: SymbolicTensor,
  { axis, reductionIndices = axis, keepDims = false }: Reduction,
): SymbolicTensor {
  const axes = axesOf(x, reductionIndices);
  if (axes.length === 0) return x;
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const shape = keepDims ? kept : x.shape.filter((_, i) => !axes.includes(i));
  if (isSumOfRows(op, x, axes)) return sumOfRows(graph, x, shape);
  const keepdims = keepDims ? 1 : 0;
  const like = { shape, dtype: x.dtype };
  // Of all reductions, operation set 17 takes the sum's axes alone as an input.
  if (op !== 'ReduceSum') return operation(graph, op, [whole(graph, x)], like, { axes, keepdims });
  return operation(graph, op, [whole(graph, x), graph.integers(axes)], like, { keepdims });
}

// As a product with ones: onnxruntime takes up to six times as long to reduce the few rows of a minibatch.
function sumOfRows(graph: GraphBuilder, x: SymbolicTensor, shape: Shape): SymbolicTensor {
  const [rows, columns] = x.shape as [number, number];
  const ones = whole(graph, broadcastTo(scalar(1), [1, rows]));
  const like = { shape: [1, columns], dtype: x.dtype };
  return reshape(graph, operation(graph, 'MatMul', [ones, whole(graph, x)], like), shape);
}

const isSumOfRows = (op: string, { shape, dtype }: SymbolicTensor, axes: readonly number[]): boolean =>
  op === 'ReduceSum' && dtype === 'float32' && shape.length === 2 && axes.length === 1 && axes[0] === 0;

const reduction =
  (op: string): Kernel =>
  (graph, { x }: Unary, attrs: Reduction) =>
    reduce(graph, op, x, attrs);

// ONNX has no reduction of bools.
const ofBools =
  (op: string): Kernel =>
  (graph, { x }: Unary, attrs: Reduction) =>
    cast(graph, reduce(graph, op, cast(graph, x, 'int32'), attrs), 'bool');

const position =
  (op: string): Kernel =>
  (graph, { x }: Unary, { axis }: { axis: number }) => {
    const [at] = axesOf(x, axis);
    const shape = x.shape.filter((_, i) => i !== at);
    const found = operation(
      graph,
      op,
      [whole(graph, x)],
      { shape, dtype: 'int64' },
      { axis: at!, keepdims: 0 },
    );
    return cast(graph, found, 'int32');
  };

/** Kernels that take dimensions away. */
export const reductions: KernelTable = {
  Sum: (graph, { x }: Unary, attrs: Reduction) =>
    reduce(graph, 'ReduceSum', x.dtype === 'bool' ? cast(graph, x, 'int32') : x, attrs),
  Mean: (graph, { x }: Unary, attrs: Reduction) =>
    reduce(graph, 'ReduceMean', cast(graph, x, 'float32'), attrs),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  All: ofBools('ReduceMin'),
  Any: ofBools('ReduceMax'),
  ArgMax: position('ArgMax'),
  ArgMin: position('ArgMin'),
};
