import type * as tf from '@tensorflow/tfjs';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastTo, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { add, cast, divide, multiply, subtract, where } from './arithmetic.js';
import { elementwise } from './emit.js';
import { elementwiseOp, type Op, type OpTable } from './op.js';

/** Functions that have the same name in ONNX. */
const sameNamed = [
  'Abs',
  'Acos',
  'Acosh',
  'Asin',
  'Asinh',
  'Atan',
  'Atanh',
  'Ceil',
  'Cos',
  'Cosh',
  'Erf',
  'Floor',
  'Log',
  'Neg',
  'Reciprocal',
  'Round',
  'Sign',
  'Sin',
  'Sinh',
  'Sqrt',
  'Tan',
];

const ofOne = <Attrs = object>(
  record: (graph: GraphBuilder, x: SymbolicTensor, attrs: Attrs) => SymbolicTensor,
): Op => elementwiseOp<tf.UnaryInputs, Attrs>((graph, { x }, attrs) => record(graph, x, attrs));

const named = (name: string): Op => ofOne((graph, x) => elementwise(graph, name, [x]));
const test = (name: string): Op => ofOne((graph, x) => elementwise(graph, name, [x], 'bool'));

function finite(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const infinite = elementwise(graph, 'IsInf', [x], 'bool');
  const nan = elementwise(graph, 'IsNaN', [x], 'bool');
  return elementwise(graph, 'Not', [elementwise(graph, 'Or', [infinite, nan])]);
}

// log(u)·x/(u - 1) with u = 1 + x: exact where log(1 + x) would round x away.
function log1p(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const u = add(graph, x, scalar(1));
  const rounded = subtract(graph, u, scalar(1));
  const exact = multiply(graph, elementwise(graph, 'Log', [u]), divide(graph, x, rounded));
  return where(graph, elementwise(graph, 'Equal', [rounded, scalar(0)], 'bool'), x, exact);
}

// tanh(x/2)·(e^x + 1), for the same reason.
function expm1(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const half = elementwise(graph, 'Tanh', [multiply(graph, x, scalar(0.5))]);
  return multiply(graph, half, add(graph, elementwise(graph, 'Exp', [x]), scalar(1)));
}

function step(graph: GraphBuilder, x: SymbolicTensor, alpha: number): SymbolicTensor {
  const positive = elementwise(graph, 'Greater', [x, scalar(0, x.dtype)], 'bool');
  if (alpha) return where(graph, positive, scalar(1, x.dtype), scalar(alpha, x.dtype));
  return { ...cast(graph, positive, x.dtype), origin: { op: 'step', of: x } };
}

/** Functions of one tensor, element by element. */
export const unary: OpTable = {
  ...Object.fromEntries(sameNamed.map((name) => [name, named(name)])),
  IsNan: test('IsNaN'),
  IsInf: test('IsInf'),
  LogicalNot: test('Not'),
  IsFinite: ofOne(finite),
  // The one function of those named alike for which tfjs gives floats also for whole numbers.
  Exp: ofOne((graph, x) => elementwise(graph, 'Exp', [cast(graph, x, 'float32')])),
  Square: ofOne((graph, x) => elementwise(graph, 'Mul', [x, x])),
  Rsqrt: ofOne((graph, x) => elementwise(graph, 'Reciprocal', [elementwise(graph, 'Sqrt', [x])])),
  Log1p: ofOne(log1p),
  Expm1: ofOne(expm1),
  ClipByValue: ofOne<tf.ClipByValueAttrs>((graph, x, { clipValueMin, clipValueMax }) =>
    elementwise(graph, 'Clip', [x, scalar(clipValueMin, x.dtype), scalar(clipValueMax, x.dtype)]),
  ),
  Step: ofOne<tf.StepAttrs>((graph, x, { alpha = 0 }) => step(graph, x, alpha)),
  Cast: ofOne<tf.CastAttrs>((graph, x, { dtype }) => cast(graph, x, dtype as SymbolicTensor['dtype'])),
  Identity: ofOne((_, x) => x),
  ZerosLike: ofOne((_, x) => broadcastTo(scalar(0, x.dtype), x.shape)),
  OnesLike: ofOne((_, x) => broadcastTo(scalar(1, x.dtype), x.shape)),
};
