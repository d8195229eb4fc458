import * as tf from '@tensorflow/tfjs';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { sizeOf } from '../../onnx/shape.js';
import { broadcastTo, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import { operation, whole } from './emit.js';
import { concat, reshape, transpose } from './layout.js';
import { axesOf, axisOf, listOp, type Op, type OpTable, op } from './op.js';

type Padding = readonly (readonly [number, number])[];

const insert = (shape: readonly number[], axis: number, size: number): number[] => [
  ...shape.slice(0, axis),
  size,
  ...shape.slice(axis),
];

const padded = ({ shape, dtype }: SymbolicTensor, paddings: Padding) => ({
  shape: shape.map((size, i) => size + paddings[i]![0] + paddings[i]![1]),
  dtype,
});

const padNumbers = (paddings: Padding): number[] => [
  ...paddings.map(([before]) => before),
  ...paddings.map(([, after]) => after),
];

// An empty part adds nothing, and the graph need not know it.
function join(graph: GraphBuilder, all: readonly SymbolicTensor[], axis: number): SymbolicTensor {
  const parts = all.filter(({ shape }) => sizeOf(shape) > 0);
  return parts.length === 1 ? parts[0]! : concat(graph, parts, axisOf(parts[0]!, axis));
}

function stack(graph: GraphBuilder, parts: readonly SymbolicTensor[], axis: number): SymbolicTensor {
  const at = axis < 0 ? axis + parts[0]!.shape.length + 1 : axis;
  const layers = parts.map((part) => reshape(graph, part, insert(part.shape, at, 1)));
  return concat(graph, layers, at);
}

function tile(graph: GraphBuilder, x: SymbolicTensor, reps: readonly number[]): SymbolicTensor {
  const shape = x.shape.map((size, i) => size * reps[i]!);
  if (x.shape.every((size, i) => size === 1 || reps[i] === 1)) return broadcastTo(x, shape);
  return operation(graph, 'Tile', [whole(graph, x), graph.integers(reps)], { shape, dtype: x.dtype });
}

function pad(
  graph: GraphBuilder,
  x: SymbolicTensor,
  { paddings, constantValue }: tf.PadV2Attrs,
): SymbolicTensor {
  const names = [whole(graph, x), graph.integers(padNumbers(paddings))];
  const fill = graph.nameOf(scalar(constantValue, x.dtype));
  return operation(graph, 'Pad', [...names, fill], padded(x, paddings));
}

function mirrorPad(
  graph: GraphBuilder,
  x: SymbolicTensor,
  { paddings, mode }: tf.MirrorPadAttrs,
): SymbolicTensor {
  if (mode !== 'reflect')
    throw new UntraceableError('MirrorPad', `mirrorPad '${mode}' can't be traced; use 'reflect'.`);
  const names = [whole(graph, x), graph.integers(padNumbers(paddings))];
  return operation(graph, 'Pad', names, padded(x, paddings), { mode: 'reflect' });
}

function reverse(graph: GraphBuilder, x: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
  const ends = axes.map((axis) => -(x.shape[axis]! + 1));
  const back = axes.map(() => -1);
  const names = [back, ends, axes, back].map((list) => graph.integers(list));
  return operation(graph, 'Slice', [whole(graph, x), ...names], x);
}

const ofOne = <Attrs>(record: (graph: GraphBuilder, x: SymbolicTensor, attrs: Attrs) => SymbolicTensor): Op =>
  op<Pick<tf.NamedTensorInfoMap, 'x'>, Attrs>((graph, { x }, attrs) => record(graph, x, attrs));

/** Ops that rearrange elements. */
export const shapes: OpTable = {
  Reshape: ofOne<tf.ReshapeAttrs>((graph, x, { shape }) =>
    reshape(graph, x, tf.util.inferFromImplicitShape(shape, sizeOf(x.shape))),
  ),
  ExpandDims: op<tf.ExpandDimsInputs, tf.ExpandDimsAttrs>((graph, { input }, { dim }) =>
    reshape(graph, input, insert(input.shape, dim < 0 ? dim + input.shape.length + 1 : dim, 1)),
  ),
  Transpose: ofOne<tf.TransposeAttrs>((graph, x, { perm }) => transpose(graph, x, perm)),
  Concat: listOp<tf.ConcatAttrs>((graph, parts, { axis }) => join(graph, parts, axis)),
  Pack: listOp<tf.PackAttrs>((graph, parts, { axis }) => stack(graph, parts, axis)),
  Tile: ofOne<tf.TileAttrs>((graph, x, { reps }) => tile(graph, x, reps)),
  PadV2: ofOne<tf.PadV2Attrs>(pad),
  MirrorPad: ofOne<tf.MirrorPadAttrs>(mirrorPad),
  Reverse: ofOne<tf.ReverseAttrs>((graph, x, { dims }) => reverse(graph, x, axesOf(x, dims))),
};
