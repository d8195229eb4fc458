import type * as tf from '@tensorflow/tfjs';
import type { Shape } from '../../onnx/graph.js';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastTo, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { cast } from './arithmetic.js';
import { operation, whole } from './emit.js';
import { reshape } from './layout.js';
import { axesOf, axisOf, type Op, type OpTable, op } from './op.js';

/** Attributes of all reductions. For Max, tfjs calls the axes `reductionIndices`. */
type Reduction = Partial<tf.SumAttrs & tf.MaxAttrs> & { axis?: number | number[] };

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
  // In operation set 17 the axes are an input of ReduceSum, and an attribute of all other reductions.
  if (op !== 'ReduceSum') return operation(graph, op, [whole(graph, x)], like, { axes, keepdims });
  return operation(graph, op, [whole(graph, x), graph.integers(axes)], like, { keepdims });
}

// A product with ones: onnxruntime takes up to six times as long to reduce the few rows of a minibatch. Chosen here and not in a
// pass, since it is the choice of an operation for one of tfjs's, not a rewrite of several.
function sumOfRows(graph: GraphBuilder, x: SymbolicTensor, shape: Shape): SymbolicTensor {
  const [rows, columns] = x.shape as [number, number];
  const ones = whole(graph, broadcastTo(scalar(1), [1, rows]));
  const like = { shape: [1, columns], dtype: x.dtype };
  return reshape(graph, operation(graph, 'MatMul', [ones, whole(graph, x)], like), shape);
}

const isSumOfRows = (op: string, { shape, dtype }: SymbolicTensor, axes: readonly number[]): boolean =>
  op === 'ReduceSum' && dtype === 'float32' && shape.length === 2 && axes.length === 1 && axes[0] === 0;

const ofOne = (record: (graph: GraphBuilder, x: SymbolicTensor, attrs: Reduction) => SymbolicTensor): Op =>
  op<tf.SumInputs, Reduction>((graph, { x }, attrs) => record(graph, x, attrs));

const reduction = (name: string): Op => ofOne((graph, x, attrs) => reduce(graph, name, x, attrs));

// ONNX has no reduction of bools.
const ofBools = (name: string): Op =>
  ofOne((graph, x, attrs) => cast(graph, reduce(graph, name, cast(graph, x, 'int32'), attrs), 'bool'));

const position = (name: string): Op =>
  op<tf.ArgMaxInputs, tf.ArgMaxAttrs>((graph, { x }, attrs) => {
    const axis = axisOf(x, attrs.axis);
    const like = { shape: x.shape.filter((_, i) => i !== axis), dtype: 'int64' as const };
    return cast(graph, operation(graph, name, [whole(graph, x)], like, { axis, keepdims: 0 }), 'int32');
  });

/** Ops that take dimensions away. */
export const reductions: OpTable = {
  Sum: ofOne((graph, x, attrs) =>
    reduce(graph, 'ReduceSum', x.dtype === 'bool' ? cast(graph, x, 'int32') : x, attrs),
  ),
  Mean: ofOne((graph, x, attrs) => reduce(graph, 'ReduceMean', cast(graph, x, 'float32'), attrs)),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  All: ofBools('ReduceMin'),
  Any: ofBools('ReduceMax'),
  ArgMax: position('ArgMax'),
  ArgMin: position('ArgMin'),
};
