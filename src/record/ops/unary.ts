import { broadcastTo, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import type { Kernel, KernelTable, Unary } from './op.js';
import { add, cast, divide, elementwise, multiply, subtract, where } from './operations.js';

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
  'Exp',
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

const named =
  (op: string): Kernel =>
  (graph, { x }: Unary) =>
    elementwise(graph, op, [x]);
const test =
  (op: string): Kernel =>
  (graph, { x }: Unary) =>
    elementwise(graph, op, [x], 'bool');

/** Functions of one tensor, element by element. */
export const unary: KernelTable = {
  ...Object.fromEntries(sameNamed.map((op) => [op, named(op)])),
  IsNan: test('IsNaN'),
  IsInf: test('IsInf'),
  LogicalNot: test('Not'),
  IsFinite: (graph, { x }: Unary) => {
    const [infinite, nan] = [
      elementwise(graph, 'IsInf', [x], 'bool'),
      elementwise(graph, 'IsNaN', [x], 'bool'),
    ];
    return elementwise(graph, 'Not', [elementwise(graph, 'Or', [infinite, nan])]);
  },
  Square: (graph, { x }: Unary) => elementwise(graph, 'Mul', [x, x]),
  Rsqrt: (graph, { x }: Unary) => elementwise(graph, 'Reciprocal', [elementwise(graph, 'Sqrt', [x])]),
  // log(u)·x/(u - 1) with u = 1 + x: exact where log(1 + x) would round x away.
  Log1p: (graph, { x }: Unary) => {
    const u = add(graph, x, scalar(1));
    const rounded = subtract(graph, u, scalar(1));
    const exact = multiply(graph, elementwise(graph, 'Log', [u]), divide(graph, x, rounded));
    return where(graph, elementwise(graph, 'Equal', [rounded, scalar(0)], 'bool'), x, exact);
  },
  // tanh(x/2)·(e^x + 1), for the same reason.
  Expm1: (graph, { x }: Unary) => {
    const half = elementwise(graph, 'Tanh', [multiply(graph, x, scalar(0.5))]);
    return multiply(graph, half, add(graph, elementwise(graph, 'Exp', [x]), scalar(1)));
  },
  ClipByValue: (graph, { x }: Unary, clip: { clipValueMin: number; clipValueMax: number }) => {
    const { clipValueMin, clipValueMax } = clip;
    return elementwise(graph, 'Clip', [x, scalar(clipValueMin, x.dtype), scalar(clipValueMax, x.dtype)]);
  },
  Step: (graph, { x }: Unary, { alpha }: { alpha: number }) => step(graph, x, alpha),
  Cast: (graph, { x }: Unary, { dtype }: { dtype: 'float32' | 'int32' | 'bool' }) => cast(graph, x, dtype),
  Identity: (_, { x }: Unary) => x,
  ZerosLike: (_, { x }: Unary) => broadcastTo(scalar(0, x.dtype), x.shape),
  OnesLike: (_, { x }: Unary) => broadcastTo(scalar(1, x.dtype), x.shape),
};

function step(graph: Parameters<Kernel>[0], x: SymbolicTensor, alpha = 0): SymbolicTensor {
  const positive = elementwise(graph, 'Greater', [x, scalar(0, x.dtype)], 'bool');
  if (alpha) return where(graph, positive, scalar(1), scalar(alpha));
  return { ...cast(graph, positive, 'float32'), origin: { op: 'step', of: x } };
}
