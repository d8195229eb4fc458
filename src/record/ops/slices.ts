import * as tf from '@tensorflow/tfjs';
import type { Shape } from '../../onnx/graph.js';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import type { SymbolicTensor } from '../../onnx/symbol.js';
import { operation, whole } from './emit.js';
import { reshape, slice } from './layout.js';
import { axisOf, type OpTable, op } from './op.js';

/** Parts of the given sizes, one after the other along an axis. */
function partsAlong(graph: GraphBuilder, x: SymbolicTensor, axis: number, sizes: Shape): SymbolicTensor[] {
  let start = 0;
  return sizes.map((length) => {
    const begin = x.shape.map((_, i) => (i === axis ? start : 0));
    start += length;
    return slice(
      graph,
      x,
      begin,
      x.shape.map((size, i) => (i === axis ? length : size)),
    );
  });
}

function stridedSlice(graph: GraphBuilder, x: SymbolicTensor, a: tf.StridedSliceAttrs): SymbolicTensor {
  const { begin, end, strides, finalShape } = tf.slice_util.sliceInfo(
    [...x.shape],
    a.begin,
    a.end,
    a.strides,
    a.beginMask,
    a.endMask,
    a.ellipsisMask,
    a.newAxisMask,
    a.shrinkAxisMask,
  );
  // To end before the first element, ONNX needs an end that is out of range; -1 would mean the last one.
  const ends = end.map((to, i) => (strides[i]! < 0 && to < 0 ? -(x.shape[i]! + 1) : to));
  const names = [begin, ends, [...begin.keys()], strides].map((list) => graph.integers(list));
  const shape = tf.slice_util.computeOutShape(begin, end, strides);
  const cut = operation(graph, 'Slice', [whole(graph, x), ...names], { shape, dtype: x.dtype });
  return reshape(graph, cut, finalShape);
}

function cut(graph: GraphBuilder, x: SymbolicTensor, { begin, size }: tf.SliceAttrs): SymbolicTensor {
  const like = { shape: [...x.shape], rank: x.shape.length } as tf.Tensor;
  const [from, sizes] = tf.slice_util.parseSliceParams(like, begin, size);
  return slice(graph, x, from!, sizes!);
}

function split(
  graph: GraphBuilder,
  x: SymbolicTensor,
  { numOrSizeSplits, axis }: tf.SplitVAttrs,
): SymbolicTensor[] {
  const at = axisOf(x, axis);
  const sizes = tf.backend_util.prepareSplitSize({ shape: [...x.shape] } as tf.Tensor, numOrSizeSplits, at);
  return partsAlong(graph, x, at, sizes);
}

function unstack(graph: GraphBuilder, x: SymbolicTensor, axis: number): SymbolicTensor[] {
  const rest = x.shape.filter((_, i) => i !== axis);
  const ones = new Array<number>(x.shape[axis]!).fill(1);
  return partsAlong(graph, x, axis, ones).map((part) => reshape(graph, part, rest));
}

/** Ops that cut. */
export const slices: OpTable = {
  Slice: op<tf.SliceInputs, tf.SliceAttrs>((graph, { x }, attrs) => cut(graph, x, attrs)),
  StridedSlice: op<tf.StridedSliceInputs, tf.StridedSliceAttrs>((graph, { x }, attrs) =>
    stridedSlice(graph, x, attrs),
  ),
  SplitV: op<tf.SplitVInputs, tf.SplitVAttrs>((graph, { x }, attrs) => split(graph, x, attrs)),
  Unpack: op<tf.UnpackInputs, tf.UnpackAttrs>((graph, { value }, { axis }) =>
    unstack(graph, value, axisOf(value, axis)),
  ),
};
