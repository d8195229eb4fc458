import { arrayTypes } from '../../onnx/graph.js';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastTo, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { axesOf, type KernelTable, type Unary } from './op.js';
import { concat, multiply, operation, slice, whole } from './operations.js';

interface Scan {
  axis: number;
  exclusive: boolean;
  reverse: boolean;
}

/** The elements moved along an axis by some steps (down to smaller positions if negative), with ones behind them. */
function shifted(graph: GraphBuilder, x: SymbolicTensor, axis: number, steps: number): SymbolicTensor {
  const away = Math.abs(steps);
  const sized = (length: number): number[] => x.shape.map((size, i) => (i === axis ? length : size));
  const begin = x.shape.map((_, i) => (i === axis && steps < 0 ? away : 0));
  const ones = broadcastTo(scalar(1, x.dtype), sized(away));
  const kept = slice(graph, x, begin, sized(x.shape[axis]! - away));
  return concat(graph, steps > 0 ? [ones, kept] : [kept, ones], axis);
}

// ONNX has no cumulative product. Doubling the stride each time, it takes log2(size) products.
function cumulativeProduct(
  graph: GraphBuilder,
  x: SymbolicTensor,
  { axis, exclusive, reverse }: Scan,
): SymbolicTensor {
  const at = axesOf(x, axis)[0]!;
  const direction = reverse ? -1 : 1;
  const size = x.shape[at]!;
  if (size === 1) return exclusive ? broadcastTo(scalar(1, x.dtype), x.shape) : x;
  let products = exclusive ? shifted(graph, x, at, direction) : x;
  for (let stride = 1; stride < size; stride *= 2) {
    products = multiply(graph, products, shifted(graph, products, at, direction * stride));
  }
  return products;
}

/** Cumulative sums and products. */
export const scans: KernelTable = {
  Cumsum: (graph, { x }: Unary, { axis, exclusive, reverse }: Scan) => {
    const at = graph.constant(arrayTypes.int64.of(BigInt(axesOf(x, axis)[0]!)), [], 'int64');
    const attributes = { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 };
    return operation(graph, 'CumSum', [whole(graph, x), at], x, attributes);
  },
  Cumprod: (graph, { x }: Unary, attrs: Scan) => cumulativeProduct(graph, x, attrs),
};
