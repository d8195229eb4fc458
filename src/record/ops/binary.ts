import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import type { Binary, Kernel, KernelTable } from './op.js';
import { add, cast, divide, elementwise, multiply, subtract, where } from './operations.js';

/** An operation on numbers; on two bools, which ONNX doesn't compute with, the logical one that comes to the same. */
const named =
  (op: string, logical?: string): Kernel =>
  (graph, { a, b }: Binary) =>
    elementwise(graph, (a.dtype === 'bool' && logical) || op, [a, b]);

/** An operation on numbers that bools have no counterpart of. */
const numeric =
  (op: string, emit: typeof add): Kernel =>
  (graph, { a, b }: Binary) => {
    if (a.dtype !== 'bool') return emit(graph, a, b);
    throw new UntraceableError(op, `${op} of bools can't be traced; cast them to float32 or int32 first.`);
  };

const comparison =
  (op: string): Kernel =>
  (graph, { a, b }: Binary) =>
    elementwise(graph, op, [a, b], 'bool');

function quotientBelow(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const quotient = divide(graph, cast(graph, a, 'float32'), cast(graph, b, 'float32'));
  return elementwise(graph, 'Floor', [quotient]);
}

// The sign of the remainder follows the divisor, as in tfjs; ONNX' own Mod has the dividend's sign for floats.
function remainder(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const whole = multiply(graph, quotientBelow(graph, a, b), cast(graph, b, 'float32'));
  return cast(graph, subtract(graph, cast(graph, a, 'float32'), whole), a.dtype);
}

// atan(y/x) covers the right half plane; the left one is half a turn further. At x = 0 it is a quarter turn.
function angle(graph: GraphBuilder, y: SymbolicTensor, x: SymbolicTensor): SymbolicTensor {
  const is = (op: string, t: SymbolicTensor): SymbolicTensor =>
    elementwise(graph, op, [t, scalar(0)], 'bool');
  const turn = where(graph, is('Less', y), scalar(-Math.PI), scalar(Math.PI));
  const onRight = elementwise(graph, 'Atan', [divide(graph, y, x)]);
  const across = where(graph, is('Less', x), add(graph, onRight, turn), onRight);
  const up = multiply(graph, elementwise(graph, 'Sign', [y]), scalar(Math.PI / 2));
  return where(graph, is('Equal', x), up, across);
}

/** Functions of two tensors, element by element, with broadcasting. */
export const binary: KernelTable = {
  Add: numeric('Add', add),
  Sub: numeric('Sub', subtract),
  Multiply: (graph, { a, b }: Binary) =>
    a.dtype === 'bool' ? elementwise(graph, 'And', [a, b]) : multiply(graph, a, b),
  RealDiv: (graph, { a, b }: Binary) => divide(graph, a, b),
  AddN: (graph, inputs: Record<string, SymbolicTensor>) =>
    Object.values(inputs).reduce((sum, next) => add(graph, sum, next)),
  SquaredDifference: (graph, { a, b }: Binary) => {
    const difference = subtract(graph, a, b);
    return elementwise(graph, 'Mul', [difference, difference]);
  },
  FloorDiv: (graph, { a, b }: Binary) => cast(graph, quotientBelow(graph, a, b), a.dtype),
  Mod: (graph, { a, b }: Binary) => remainder(graph, a, b),
  Atan2: (graph, { a, b }: Binary) => angle(graph, a, b),
  Maximum: named('Max', 'Or'),
  Minimum: named('Min', 'And'),
  Pow: named('Pow'),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  Equal: comparison('Equal'),
  NotEqual: (graph, { a, b }: Binary) =>
    elementwise(graph, 'Not', [elementwise(graph, 'Equal', [a, b], 'bool')]),
  LogicalAnd: comparison('And'),
  LogicalOr: comparison('Or'),
};
