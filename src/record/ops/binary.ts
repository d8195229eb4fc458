import type * as tf from '@tensorflow/tfjs';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { add, cast, divide, multiply, subtract, where } from './arithmetic.js';
import { elementwise } from './emit.js';
import { elementwiseOp, listOp, type Op, type OpTable } from './op.js';

const ofTwo = (record: (graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor) => SymbolicTensor): Op =>
  elementwiseOp<tf.BinaryInputs>((graph, { a, b }) => record(graph, a, b));

/** An operation on numbers; on two bools, with which ONNX does not compute, the logical one that gives the same. */
const named = (name: string, logical?: string): Op =>
  ofTwo((graph, a, b) => elementwise(graph, (a.dtype === 'bool' && logical) || name, [a, b]));

const comparison = (name: string): Op => ofTwo((graph, a, b) => elementwise(graph, name, [a, b], 'bool'));

function quotientBelow(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const quotient = divide(graph, cast(graph, a, 'float32'), cast(graph, b, 'float32'));
  return elementwise(graph, 'Floor', [quotient]);
}

// The remainder has the divisor's sign, as in tfjs; for floats, ONNX's own Mod has the dividend's.
function remainder(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const whole = multiply(graph, quotientBelow(graph, a, b), cast(graph, b, 'float32'));
  return cast(graph, subtract(graph, cast(graph, a, 'float32'), whole), a.dtype);
}

// atan(y/x) covers the right half plane; in the left one the angle is half a turn more. At x = 0 it is a quarter turn.
function angle(graph: GraphBuilder, y: SymbolicTensor, x: SymbolicTensor): SymbolicTensor {
  const is = (op: string, t: SymbolicTensor): SymbolicTensor =>
    elementwise(graph, op, [t, scalar(0)], 'bool');
  const turn = where(graph, is('Less', y), scalar(-Math.PI), scalar(Math.PI));
  const onRight = elementwise(graph, 'Atan', [divide(graph, y, x)]);
  const across = where(graph, is('Less', x), add(graph, onRight, turn), onRight);
  const up = multiply(graph, elementwise(graph, 'Sign', [y]), scalar(Math.PI / 2));
  return where(graph, is('Equal', x), up, across);
}

function squaredDifference(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  const difference = subtract(graph, a, b);
  return elementwise(graph, 'Mul', [difference, difference]);
}

/** Functions of two or more tensors, element by element, with broadcasting. */
export const binary: OpTable = {
  Add: ofTwo(add),
  Sub: ofTwo(subtract),
  Multiply: ofTwo((graph, a, b) =>
    a.dtype === 'bool' ? elementwise(graph, 'And', [a, b]) : multiply(graph, a, b),
  ),
  RealDiv: ofTwo(divide),
  AddN: {
    ...listOp((graph, terms) => terms.reduce((sum, next) => add(graph, sum, next))),
    elementwise: true,
  },
  SquaredDifference: ofTwo(squaredDifference),
  FloorDiv: ofTwo((graph, a, b) => cast(graph, quotientBelow(graph, a, b), a.dtype)),
  Mod: ofTwo(remainder),
  Atan2: ofTwo(angle),
  Maximum: named('Max', 'Or'),
  Minimum: named('Min', 'And'),
  Pow: named('Pow'),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  Equal: comparison('Equal'),
  NotEqual: ofTwo((graph, a, b) => elementwise(graph, 'Not', [elementwise(graph, 'Equal', [a, b], 'bool')])),
  LogicalAnd: comparison('And'),
  LogicalOr: comparison('Or'),
};
