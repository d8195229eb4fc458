import type { Shape, ValueType } from './graph.js';
import { broadcastShape, sameShape, sizeOf } from './shape.js';
import { axisOf, demand, listOf, type Operand, type Rule, withSize } from './shapeRules.js';

export const reshape: Rule = ([x, list]) => {
  const shape = listOf(list, 'shape').map((size, i) => (size === 0 ? x!.shape[i]! : size));
  demand(sizeOf(shape) === sizeOf(x!.shape), `[${x!.shape}] has no shape [${shape}]`);
  return [{ shape, dtype: x!.dtype }];
};

export const expand: Rule = ([x, list]) => [
  { shape: broadcastShape([x!.shape, listOf(list, 'shape')]), dtype: x!.dtype },
];

export const transpose: Rule = ([x], { perm }) => {
  const axes = perm as readonly number[];
  demand(
    sameShape(
      [...axes].sort((a, b) => a - b),
      [...x!.shape.keys()],
    ),
    `perm [${axes}] of [${x!.shape}]`,
  );
  return [{ shape: axes.map((axis) => x!.shape[axis]!), dtype: x!.dtype }];
};

export const concat: Rule = (parts, { axis }) => {
  const [first] = parts as [Operand];
  const at = axisOf(first, axis);
  const rest = ({ shape }: ValueType): number[] => withSize(shape, at, 0);
  demand(
    parts.every((part) => sameShape(rest(part), rest(first))),
    'sizes off the axis differ',
  );
  const size = parts.reduce((total, { shape }) => total + shape[at]!, 0);
  return [{ shape: withSize(first.shape, at, size), dtype: first.dtype }];
};

export const split: Rule = ([x], { axis }, outputs) => {
  const at = axisOf(x!, axis);
  const size = x!.shape[at]! / outputs;
  demand(Number.isInteger(size), `${x!.shape[at]} do not split into ${outputs} equal parts`);
  return Array.from({ length: outputs }, () => ({ shape: withSize(x!.shape, at, size), dtype: x!.dtype }));
};

/** How many elements a slice takes, with ONNX's rules for negative and too large bounds. */
function sliceLength(size: number, start: number, end: number, step: number): number {
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
  const inside = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, least), most);
  return Math.max(0, Math.ceil((inside(end) - inside(start)) / step));
}

export const slice: Rule = ([x, ...lists]) => {
  const [starts, ends, axes, steps] = lists.map((list) => listOf(list, 'bounds')) as [
    Shape,
    Shape,
    Shape,
    Shape?,
  ];
  const shape = [...x!.shape];
  for (const [i, axis] of axes.entries()) {
    shape[axisOf(x!, axis)] = sliceLength(x!.shape[axis]!, starts[i]!, ends[i]!, steps?.[i] ?? 1);
  }
  return [{ shape, dtype: x!.dtype }];
};

export const pad: Rule = ([x, list, fill]) => {
  const pads = listOf(list, 'pads');
  const rank = x!.shape.length;
  demand(pads.length === 2 * rank, `${pads.length} pads for a value [${x!.shape}]`);
  demand(
    !fill || (fill.dtype === x!.dtype && fill.shape.length === 0),
    'the fill must be a number of the same type',
  );
  return [{ shape: x!.shape.map((size, i) => size + pads[i]! + pads[rank + i]!), dtype: x!.dtype }];
};

export const tile: Rule = ([x, list]) => {
  const repeats = listOf(list, 'repeats');
  demand(repeats.length === x!.shape.length, `${repeats.length} repeats for a value [${x!.shape}]`);
  return [{ shape: x!.shape.map((size, i) => size * repeats[i]!), dtype: x!.dtype }];
};

export const gather: Rule = ([x, indices], { axis }) => {
  demand(['int32', 'int64'].includes(indices!.dtype), 'indices must be whole numbers');
  const at = axisOf(x!, axis);
  const shape = [...x!.shape.slice(0, at), ...indices!.shape, ...x!.shape.slice(at + 1)];
  return [{ shape, dtype: x!.dtype }];
};

export const gatherTuples: Rule = ([x, indices]) => {
  const depth = indices!.shape.at(-1)!;
  demand(indices!.dtype === 'int64' && depth <= x!.shape.length, 'indices must be int64 tuples');
  return [{ shape: [...indices!.shape.slice(0, -1), ...x!.shape.slice(depth)], dtype: x!.dtype }];
};

export const scatter: Rule = ([x, indices, updates], { axis }) => {
  axisOf(x!, axis);
  demand(['int32', 'int64'].includes(indices!.dtype), 'indices must be whole numbers');
  demand(
    updates!.dtype === x!.dtype && sameShape(indices!.shape, updates!.shape),
    'updates must fit the indices',
  );
  demand(indices!.shape.length === x!.shape.length, 'indices must have as many dimensions as the data');
  return [x!];
};

export const topK: Rule = ([x, k], { axis }) => {
  const shape = withSize(x!.shape, axisOf(x!, axis), listOf(k, 'k')[0]!);
  return [
    { shape, dtype: x!.dtype },
    { shape, dtype: 'int64' },
  ];
};
