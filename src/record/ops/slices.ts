import * as tf from '@tensorflow/tfjs';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import type { Shape, SymbolicTensor } from '../../onnx/symbol.js';
import { axesOf, type KernelTable, type Unary } from './op.js';
import { operation, reshape, slice, whole } from './operations.js';

interface StridedSlice {
  begin: number[];
  end: number[];
  strides: number[];
  beginMask: number;
  endMask: number;
  ellipsisMask: number;
  newAxisMask: number;
  shrinkAxisMask: number;
}

/** Parts of the given sizes, one behind the other along an axis. */
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

function stridedSlice(graph: GraphBuilder, x: SymbolicTensor, a: StridedSlice): SymbolicTensor {
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
  // Below the first element ONNX wants an end that is out of range; -1 would mean the last one.
  const ends = end.map((to, i) => (strides[i]! < 0 && to < 0 ? -(x.shape[i]! + 1) : to));
  const names = [begin, ends, [...begin.keys()], strides].map((list) => graph.integers(list));
  const shape = tf.slice_util.computeOutShape(begin, end, strides);
  const cut = operation(graph, 'Slice', [whole(graph, x), ...names], { shape, dtype: x.dtype });
  return reshape(graph, cut, finalShape);
}

/** Kernels that cut. */
export const slices: KernelTable = {
  Slice: (graph, { x }: Unary, { begin, size }: { begin: number | number[]; size: number | number[] }) => {
    const like = { shape: [...x.shape], rank: x.shape.length } as tf.Tensor;
    const [from, sizes] = tf.slice_util.parseSliceParams(like, begin, size);
    return slice(graph, x, from!, sizes!);
  },
  StridedSlice: (graph, { x }: Unary, attrs: StridedSlice) => stridedSlice(graph, x, attrs),
  SplitV: (graph, { x }: Unary, split: { numOrSizeSplits: number | number[]; axis: number }) => {
    const [axis] = axesOf(x, split.axis);
    const like = { shape: [...x.shape] } as tf.Tensor;
    const sizes = tf.backend_util.prepareSplitSize(like, split.numOrSizeSplits, axis);
    return partsAlong(graph, x, axis!, sizes);
  },
  Unpack: (graph, { value }: { value: SymbolicTensor }, attrs: { axis: number }) => {
    const [axis] = axesOf(value, attrs.axis);
    const rest = value.shape.filter((_, i) => i !== axis);
    const ones = new Array<number>(value.shape[axis!]!).fill(1);
    return partsAlong(graph, value, axis!, ones).map((part) => reshape(graph, part, rest));
  },
};
