import * as tf from '@tensorflow/tfjs';
import { broadcastTo, type SymbolicTensor, scalar, sizeOf } from '../../onnx/symbol.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import { axesOf, type KernelTable, type Unary } from './op.js';
import { concat, operation, reshape, transpose, whole } from './operations.js';

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

/** Kernels that rearrange elements. */
export const shapes: KernelTable = {
  Reshape: (graph, { x }: Unary, { shape }: { shape: number[] }) =>
    reshape(graph, x, tf.util.inferFromImplicitShape(shape, sizeOf(x.shape))),
  ExpandDims: (graph, { input }: { input: SymbolicTensor }, { dim }: { dim: number }) =>
    reshape(graph, input, insert(input.shape, dim < 0 ? dim + input.shape.length + 1 : dim, 1)),
  Transpose: (graph, { x }: Unary, { perm }: { perm: number[] }) => transpose(graph, x, perm),
  Concat: (graph, inputs: Record<string, SymbolicTensor>, { axis }: { axis: number }) => {
    const parts = Object.values(inputs).filter(({ shape }) => sizeOf(shape) > 0);
    return parts.length === 1 ? parts[0]! : concat(graph, parts, axesOf(parts[0]!, axis)[0]!);
  },
  Pack: (graph, inputs: Record<string, SymbolicTensor>, { axis }: { axis: number }) => {
    const parts = Object.values(inputs);
    const at = axis < 0 ? axis + parts[0]!.shape.length + 1 : axis;
    return concat(
      graph,
      parts.map((part) => reshape(graph, part, insert(part.shape, at, 1))),
      at,
    );
  },
  Tile: (graph, { x }: Unary, { reps }: { reps: number[] }) => {
    const shape = x.shape.map((size, i) => size * reps[i]!);
    if (x.shape.every((size, i) => size === 1 || reps[i] === 1)) return broadcastTo(x, shape);
    return operation(graph, 'Tile', [whole(graph, x), graph.integers(reps)], { shape, dtype: x.dtype });
  },
  PadV2: (graph, { x }: Unary, { paddings, constantValue }: { paddings: Padding; constantValue: number }) => {
    const names = [whole(graph, x), graph.integers(padNumbers(paddings))];
    const fill = graph.nameOf(scalar(constantValue, x.dtype));
    return operation(graph, 'Pad', [...names, fill], padded(x, paddings));
  },
  MirrorPad: (graph, { x }: Unary, { paddings, mode }: { paddings: Padding; mode: string }) => {
    const next = "use 'reflect'";
    if (mode !== 'reflect')
      throw new UntraceableError('MirrorPad', `mirrorPad '${mode}' can't be traced; ${next}.`);
    const names = [whole(graph, x), graph.integers(padNumbers(paddings))];
    return operation(graph, 'Pad', names, padded(x, paddings), { mode: 'reflect' });
  },
  Reverse: (graph, { x }: Unary, { dims }: { dims: number | number[] }) => {
    const axes = axesOf(x, dims);
    const ends = axes.map((axis) => -(x.shape[axis]! + 1));
    const back = axes.map(() => -1);
    const names = [back, ends, axes, back].map((list) => graph.integers(list));
    return operation(graph, 'Slice', [whole(graph, x), ...names], x);
  },
};
