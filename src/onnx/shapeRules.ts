import { failure } from '../check/errors.js';
import { type Attributes, type DataType, elementTypes, type Shape, type ValueType } from './graph.js';
import { broadcastShape, sameShape } from './shape.js';

/** An input of an operation: its type and, if it is a constant, its numbers. */
export interface Operand extends ValueType {
  numbers(): readonly number[] | undefined;
}

/** What comes out of an operation; throws if these inputs cannot go in. `outputs` is how many names wait for a value. */
export type Rule = (
  inputs: readonly Operand[],
  attributes: Attributes,
  outputs: number,
) => readonly ValueType[];

/** Throws a sentence unless the condition holds. */
export function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw failure('ZBIO_INTERNAL', otherwise);
}

/** The numbers of an input that must be a constant list. */
export const listOf = (operand: Operand | undefined, what: string): readonly number[] => {
  const numbers = operand?.numbers();
  demand(numbers !== undefined && operand!.dtype === 'int64', `${what} must be a constant int64`);
  return numbers!;
};

/** An attribute's axis, counted from the front. */
export function axisOf({ shape }: ValueType, axis: unknown): number {
  const at = Number(axis) < 0 ? Number(axis) + shape.length : Number(axis);
  demand(at >= 0 && at < shape.length, `axis ${axis} of a value [${shape}]`);
  return at;
}

/** A shape with another size along one axis. */
export const withSize = (shape: Shape, axis: number, size: number): number[] =>
  shape.map((s, i) => (i === axis ? size : s));

/** Inputs are broadcast; the result is of their type, or else `to`. */
export const broadcast =
  (to?: DataType): Rule =>
  (inputs) => [{ shape: broadcastShape(inputs.map(({ shape }) => shape)), dtype: to ?? inputs[0]!.dtype }];

export const same: Rule = ([x]) => [x!];

export const cast: Rule = ([x], { to }) => {
  const dtype = (Object.keys(elementTypes) as DataType[]).find((type) => elementTypes[type].code === to);
  demand(dtype !== undefined, `unknown element type ${to}`);
  return [{ shape: x!.shape, dtype: dtype! }];
};

export const choose: Rule = ([condition, then, otherwise]) => {
  demand(
    condition!.dtype === 'bool' && then!.dtype === otherwise!.dtype,
    'a bool and two of one type are needed',
  );
  demand(then!.dtype !== 'bool', 'onnxruntime does not choose among bools');
  return [
    { shape: broadcastShape([condition!, then!, otherwise!].map(({ shape }) => shape)), dtype: then!.dtype },
  ];
};

export const clip: Rule = ([x, ...bounds]) => {
  demand(
    bounds.every(({ shape }) => shape.length === 0),
    'bounds must be numbers',
  );
  return [x!];
};

const turned = ({ shape }: ValueType, turn: unknown): Shape => (turn ? [shape[1]!, shape[0]!] : shape);

export const gemm: Rule = ([a, b, c], { transA, transB }) => {
  demand(a!.shape.length === 2 && b!.shape.length === 2, 'Gemm multiplies matrices');
  const [[rows, inner], [height, columns]] = [turned(a!, transA), turned(b!, transB)] as [Shape, Shape];
  demand(inner === height, `inner sizes ${inner} and ${height} differ`);
  const shape = [rows!, columns!];
  demand(!c || sameShape(broadcastShape([c.shape, shape]), shape), `an addend [${c?.shape}] for [${shape}]`);
  return [{ shape, dtype: a!.dtype }];
};

export const product: Rule = ([a, b]) => {
  demand(a!.shape.length >= 2 && b!.shape.length >= 2, 'MatMul multiplies matrices');
  const [rows, inner] = a!.shape.slice(-2);
  const [height, columns] = b!.shape.slice(-2);
  demand(inner === height, `inner sizes ${inner} and ${height} differ`);
  const batch = broadcastShape([a!, b!].map(({ shape }) => shape.slice(0, -2)));
  return [{ shape: [...batch, rows!, columns!], dtype: a!.dtype }];
};

export const einsum: Rule = (inputs, { equation }) => {
  const [left, right] = String(equation).replace(/\s/g, '').split('->') as [string, string];
  const sizes = new Map<string, number>();
  for (const [i, letters] of left.split(',').entries()) {
    demand(letters.length === inputs[i]?.shape.length, `'${letters}' for a value [${inputs[i]?.shape}]`);
    for (const [axis, letter] of [...letters].entries()) {
      const size = inputs[i]!.shape[axis]!;
      demand((sizes.get(letter) ?? size) === size, `sizes of '${letter}' differ`);
      sizes.set(letter, size);
    }
  }
  return [{ shape: [...right].map((letter) => sizes.get(letter)!), dtype: inputs[0]!.dtype }];
};

function reduced(x: ValueType, axes: readonly number[], keepdims: unknown): ValueType {
  const gone = axes.map((axis) => axisOf(x, axis));
  const kept = x.shape.map((size, i) => (gone.includes(i) ? 1 : size));
  return { shape: keepdims ? kept : kept.filter((_, i) => !gone.includes(i)), dtype: x.dtype };
}

export const reduce: Rule = ([x], { axes, keepdims }) => [reduced(x!, axes as readonly number[], keepdims)];

export const sum: Rule = ([x, axes], { keepdims }) => [reduced(x!, listOf(axes, 'axes'), keepdims)];

export const position: Rule = ([x], { axis, keepdims }) => [
  { ...reduced(x!, [Number(axis)], keepdims), dtype: 'int64' },
];

export const alongAxis: Rule = ([x], { axis }) => {
  axisOf(x!, axis);
  return [x!];
};

export const scan: Rule = ([x, axis]) => {
  axisOf(x!, listOf(axis, 'axis')[0]);
  return [x!];
};
