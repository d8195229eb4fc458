import type * as tf from '@tensorflow/tfjs';
import { elementTypes } from '../../onnx/graph.js';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastTo, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { multiply } from './arithmetic.js';
import { operation, whole } from './emit.js';
import { concat, slice } from './layout.js';
import { axisOf, type OpTable, op } from './op.js';

/** The elements moved along an axis by some steps (towards the front if negative); ones fill the gap. */
function shifted(graph: GraphBuilder, x: SymbolicTensor, axis: number, steps: number): SymbolicTensor {
  const away = Math.abs(steps);
  const sized = (length: number): number[] => x.shape.map((size, i) => (i === axis ? length : size));
  const begin = x.shape.map((_, i) => (i === axis && steps < 0 ? away : 0));
  const ones = broadcastTo(scalar(1, x.dtype), sized(away));
  const kept = slice(graph, x, begin, sized(x.shape[axis]! - away));
  return concat(graph, steps > 0 ? [ones, kept] : [kept, ones], axis);
}

// ONNX has no cumulative product. With a stride that doubles each time, it takes log2(size) products.
function cumulativeProduct(
  graph: GraphBuilder,
  x: SymbolicTensor,
  { axis, exclusive, reverse }: tf.CumprodAttrs,
): SymbolicTensor {
  const at = axisOf(x, axis);
  const direction = reverse ? -1 : 1;
  const size = x.shape[at]!;
  if (size === 1) return exclusive ? broadcastTo(scalar(1, x.dtype), x.shape) : x;
  let products = exclusive ? shifted(graph, x, at, direction) : x;
  for (let stride = 1; stride < size; stride *= 2) {
    products = multiply(graph, products, shifted(graph, products, at, direction * stride));
  }
  return products;
}

function cumulativeSum(
  graph: GraphBuilder,
  x: SymbolicTensor,
  { axis, exclusive, reverse }: tf.CumsumAttrs,
): SymbolicTensor {
  const at = graph.constant(elementTypes.int64.array.of(BigInt(axisOf(x, axis))), [], 'int64');
  const attributes = { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 };
  return operation(graph, 'CumSum', [whole(graph, x), at], x, attributes);
}

/** Cumulative sums and products. */
export const scans: OpTable = {
  Cumsum: op<tf.CumsumInputs, tf.CumsumAttrs>((graph, { x }, attrs) => cumulativeSum(graph, x, attrs)),
  Cumprod: op<tf.CumprodInputs, tf.CumprodAttrs>((graph, { x }, attrs) => cumulativeProduct(graph, x, attrs)),
};
