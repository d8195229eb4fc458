import type * as tf from '@tensorflow/tfjs';
import type { Shape } from '../../onnx/graph.js';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { sizeOf } from '../../onnx/shape.js';
import { broadcastTo, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import { cast, multiply, where } from './arithmetic.js';
import { elementwise, operation, whole } from './emit.js';
import { positionsAlong, reshape, slice } from './layout.js';
import { axisOf, type OpTable, op, type Symbols } from './op.js';
import { reduce } from './reductions.js';

/** Segment numbers outside [0, count) all become `count`. */
function overflowing(graph: GraphBuilder, ids: SymbolicTensor, count: number): SymbolicTensor {
  const below = elementwise(graph, 'Less', [ids, scalar(0, 'int32')], 'bool');
  const above = elementwise(graph, 'GreaterOrEqual', [ids, scalar(count, 'int32')], 'bool');
  return where(graph, elementwise(graph, 'Or', [below, above]), scalar(count, 'int32'), ids);
}

/**
 * Sums rows by segment: x [rows, width], ids [rows] -> [count, width]. Rows of no segment go into an additional one, which is
 * cut off. ScatterElements adds one row after the other; ScatterND may add equal indices concurrently and lose some.
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

function oneHot(
  graph: GraphBuilder,
  indices: SymbolicTensor,
  { depth, onValue, offValue, dtype }: tf.OneHotAttrs,
): SymbolicTensor {
  const type = dtype as SymbolicTensor['dtype'];
  const column = reshape(graph, cast(graph, indices, 'int32'), [...indices.shape, 1]);
  const rank = column.shape.length;
  const hit = elementwise(graph, 'Equal', [column, positionsAlong(rank - 1, rank, depth)], 'bool');
  if (onValue === 1 && offValue === 0) return cast(graph, hit, type);
  return where(graph, hit, scalar(onValue, type), scalar(offValue, type));
}

function gather(
  graph: GraphBuilder,
  { x, indices }: Symbols<tf.GatherV2Inputs>,
  { axis, batchDims }: tf.GatherV2Attrs,
): SymbolicTensor {
  if (batchDims) {
    const reason = "gather with batchDims can't be traced; gather from a reshaped tensor.";
    throw new UntraceableError('GatherV2', reason);
  }
  const at = axisOf(x, axis);
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
  const names = [whole(graph, x), whole(graph, indices)];
  return operation(graph, 'Gather', names, { shape, dtype: x.dtype }, { axis: at });
}

function gatherNd(graph: GraphBuilder, { params, indices }: Symbols<tf.GatherNdInputs>): SymbolicTensor {
  const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(indices.shape.at(-1)!)];
  const names = [whole(graph, params), whole(graph, cast(graph, indices, 'int64'))];
  return operation(graph, 'GatherND', names, { shape, dtype: params.dtype });
}

function scatterNd(
  graph: GraphBuilder,
  { indices, updates }: Symbols<tf.ScatterNdInputs>,
  { shape }: tf.ScatterNdAttrs,
): SymbolicTensor {
  const depth = indices.shape.at(-1)!;
  const [count, width] = [sizeOf(shape.slice(0, depth)), sizeOf(shape.slice(depth))];
  const rows = reshape(graph, updates, [sizeOf(updates.shape) / width, width]);
  return reshape(graph, segmentSum(graph, rows, flatIndices(graph, indices, shape), count), shape);
}

function unsortedSegmentSum(
  graph: GraphBuilder,
  { x, segmentIds }: Symbols<tf.UnsortedSegmentSumInputs>,
  { numSegments }: tf.UnsortedSegmentSumAttrs,
): SymbolicTensor {
  const rows = sizeOf(segmentIds.shape);
  // tfjs gives floats for whole numbers too.
  const floats = cast(graph, x, 'float32');
  const matrix = reshape(graph, floats, [rows, sizeOf(x.shape) / rows]);
  const sums = segmentSum(graph, matrix, segmentIds, numSegments);
  return reshape(graph, sums, [numSegments, ...x.shape.slice(segmentIds.shape.length)]);
}

function topK(graph: GraphBuilder, x: SymbolicTensor, { k, sorted }: tf.TopKAttrs): SymbolicTensor[] {
  const shape = [...x.shape.slice(0, -1), k];
  const inputs = [whole(graph, x), graph.integers([k])];
  const attributes = { axis: -1, sorted: sorted ? 1 : 0 };
  const [top, at] = [
    { shape, stored: shape, dtype: x.dtype },
    { shape, stored: shape, dtype: 'int64' as const },
  ];
  const [values, indices] = graph.emitAll('TopK', inputs, [top, at], attributes);
  return [{ ...top, name: values! }, cast(graph, { ...at, name: indices! }, 'int32')];
}

/** Ops that choose elements by conditions and indices. */
export const selection: OpTable = {
  Select: op<tf.SelectInputs>((graph, { condition, t, e }) => where(graph, condition, t, e)),
  GatherV2: op<tf.GatherV2Inputs, tf.GatherV2Attrs>(gather),
  GatherNd: op<tf.GatherNdInputs>(gatherNd),
  ScatterNd: op<tf.ScatterNdInputs, tf.ScatterNdAttrs>(scatterNd),
  UnsortedSegmentSum: op<tf.UnsortedSegmentSumInputs, tf.UnsortedSegmentSumAttrs>(unsortedSegmentSum),
  OneHot: op<tf.OneHotInputs, tf.OneHotAttrs>((graph, { indices }, attrs) => oneHot(graph, indices, attrs)),
  TopK: op<tf.TopKInputs, tf.TopKAttrs>((graph, { x }, attrs) => topK(graph, x, attrs)),
};
