import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastTo, type Shape, type SymbolicTensor, scalar, sizeOf } from '../../onnx/symbol.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import { axesOf, type KernelTable, type Unary } from './op.js';
import {
  cast,
  elementwise,
  multiply,
  operation,
  positionsAlong,
  reshape,
  slice,
  where,
  whole,
} from './operations.js';
import { reduce } from './reductions.js';

/** Segments outside [0, count) all become `count`. */
function overflowing(graph: GraphBuilder, ids: SymbolicTensor, count: number): SymbolicTensor {
  const below = elementwise(graph, 'Less', [ids, scalar(0, 'int32')], 'bool');
  const above = elementwise(graph, 'GreaterOrEqual', [ids, scalar(count, 'int32')], 'bool');
  return where(graph, elementwise(graph, 'Or', [below, above]), scalar(count, 'int32'), ids);
}

/**
 * Sums rows by segment: x [rows, width], ids [rows] -> [count, width]. A row of no segment goes into one more, which is cut
 * off. ScatterElements adds one row after the other; ScatterND would be free to add equal indices at once and lose some.
 */
function segmentSum(
  graph: GraphBuilder,
  x: SymbolicTensor,
  ids: SymbolicTensor,
  count: number,
): SymbolicTensor {
  const [rows, width] = x.shape as [number, number];
  const column = reshape(graph, overflowing(graph, cast(graph, ids, 'int32'), count), [rows, 1]);
  const zeros = broadcastTo(scalar(0, x.dtype), [count + 1, width]);
  const names = [zeros, broadcastTo(column, [rows, width]), x].map((t) => whole(graph, t));
  const like = { shape: zeros.shape, dtype: x.dtype };
  const sums = operation(graph, 'ScatterElements', names, like, { axis: 0, reduction: 'add' });
  return slice(graph, sums, [0, 0], [count, width]);
}

/** Positions in a flat tensor of index tuples [..., k] into `shape`'s first k dimensions. -> [tuples] */
function flatIndices(graph: GraphBuilder, indices: SymbolicTensor, shape: Shape): SymbolicTensor {
  const depth = indices.shape.at(-1)!;
  const strides = Int32Array.from({ length: depth }, (_, i) => sizeOf(shape.slice(i + 1, depth)));
  const tuples = reshape(graph, indices, [sizeOf(indices.shape) / depth, depth]);
  const steps: SymbolicTensor = { value: strides, shape: [depth], stored: [depth], dtype: 'int32' };
  return reduce(graph, 'ReduceSum', multiply(graph, tuples, steps), { axis: 1 });
}

interface OneHot {
  depth: number;
  onValue: number;
  offValue: number;
  dtype: 'float32' | 'int32' | 'bool';
}

function oneHot(
  graph: GraphBuilder,
  indices: SymbolicTensor,
  { depth, onValue, offValue, dtype }: OneHot,
): SymbolicTensor {
  const column = reshape(graph, cast(graph, indices, 'int32'), [...indices.shape, 1]);
  const rank = column.shape.length;
  const hit = elementwise(graph, 'Equal', [column, positionsAlong(rank - 1, rank, depth)], 'bool');
  if (onValue === 1 && offValue === 0) return cast(graph, hit, dtype);
  return where(graph, hit, scalar(onValue, dtype), scalar(offValue, dtype));
}

interface Choice {
  condition: SymbolicTensor;
  t: SymbolicTensor;
  e: SymbolicTensor;
}

/** Kernels that choose elements by conditions and indices. */
export const selection: KernelTable = {
  Select: (graph, { condition, t, e }: Choice) => where(graph, condition, t, e),
  GatherV2: (
    graph,
    { x, indices }: Unary & { indices: SymbolicTensor },
    attrs: { axis: number; batchDims: number },
  ) => {
    if (attrs.batchDims) {
      throw new UntraceableError(
        'GatherV2',
        "gather with batchDims can't be traced; gather from a reshaped tensor.",
      );
    }
    const axis = axesOf(x, attrs.axis)[0]!;
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    const names = [whole(graph, x), whole(graph, indices)];
    return operation(graph, 'Gather', names, { shape, dtype: x.dtype }, { axis });
  },
  GatherNd: (graph, { params, indices }: { params: SymbolicTensor; indices: SymbolicTensor }) => {
    const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(indices.shape.at(-1)!)];
    const names = [whole(graph, params), whole(graph, cast(graph, indices, 'int64'))];
    return operation(graph, 'GatherND', names, { shape, dtype: params.dtype });
  },
  ScatterNd: (
    graph,
    { indices, updates }: { indices: SymbolicTensor; updates: SymbolicTensor },
    { shape }: { shape: number[] },
  ) => {
    const depth = indices.shape.at(-1)!;
    const [count, width] = [sizeOf(shape.slice(0, depth)), sizeOf(shape.slice(depth))];
    const rows = reshape(graph, updates, [sizeOf(updates.shape) / width, width]);
    return reshape(graph, segmentSum(graph, rows, flatIndices(graph, indices, shape), count), shape);
  },
  UnsortedSegmentSum: (
    graph,
    { x, segmentIds }: Unary & { segmentIds: SymbolicTensor },
    { numSegments }: { numSegments: number },
  ) => {
    const rows = sizeOf(segmentIds.shape);
    const matrix = reshape(graph, x, [rows, sizeOf(x.shape) / rows]);
    const sums = segmentSum(graph, matrix, segmentIds, numSegments);
    return reshape(graph, sums, [numSegments, ...x.shape.slice(segmentIds.shape.length)]);
  },
  OneHot: (graph, { indices }: { indices: SymbolicTensor }, attrs: OneHot) => oneHot(graph, indices, attrs),
  TopK: (graph, { x }: Unary, { k, sorted }: { k: number; sorted: boolean }) => {
    const shape = [...x.shape.slice(0, -1), k];
    const inputs = [whole(graph, x), graph.integers([k])];
    const attributes = { axis: -1, sorted: sorted ? 1 : 0 };
    const [top, at] = [
      { shape, stored: shape, dtype: x.dtype },
      { shape, stored: shape, dtype: 'int64' as const },
    ];
    const [values, indices] = graph.emitAll('TopK', inputs, [top, at], attributes);
    return [{ ...top, name: values! }, cast(graph, { ...at, name: indices! }, 'int32')];
  },
};
