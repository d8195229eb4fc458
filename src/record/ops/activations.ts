import type * as tf from '@tensorflow/tfjs';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import { add, cast, multiply, where } from './arithmetic.js';
import { elementwise } from './emit.js';
import { elementwiseOp, type Op, type OpTable } from './op.js';

/** What a fused product may need besides the name of its activation. */
export interface ActivationExtras {
  slopes: SymbolicTensor | undefined;
  slope: number | undefined;
}

const named = (name: string): Op =>
  elementwiseOp<tf.UnaryInputs>((graph, { x }) => elementwise(graph, name, [x]));

const relu6 = (graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor =>
  elementwise(graph, 'Clip', [x, scalar(0, x.dtype), scalar(6, x.dtype)]);

const leakyRelu = (graph: GraphBuilder, x: SymbolicTensor, alpha: number): SymbolicTensor =>
  elementwise(graph, 'LeakyRelu', [cast(graph, x, 'float32')], 'float32', { alpha: { float: alpha } });

function prelu(graph: GraphBuilder, given: SymbolicTensor, alpha: SymbolicTensor): SymbolicTensor {
  const x = cast(graph, given, 'float32');
  const positive = elementwise(graph, 'Greater', [x, scalar(0)], 'bool');
  return where(graph, positive, x, multiply(graph, x, alpha));
}

function eluGradient(graph: GraphBuilder, dy: SymbolicTensor, y: SymbolicTensor): SymbolicTensor {
  const positive = elementwise(graph, 'GreaterOrEqual', [y, scalar(0)], 'bool');
  return where(graph, positive, dy, multiply(graph, dy, add(graph, y, scalar(1))));
}

/** Applies the activation of a fused product, by tfjs's name for it. */
export function activate(
  graph: GraphBuilder,
  x: SymbolicTensor,
  name: string | null | undefined,
  { slopes, slope }: ActivationExtras,
): SymbolicTensor {
  const plain: Record<string, string> = { relu: 'Relu', elu: 'Elu', sigmoid: 'Sigmoid' };
  if (!name || name === 'linear') return x;
  if (plain[name]) return elementwise(graph, plain[name], [x]);
  if (name === 'relu6') return relu6(graph, x);
  if (name === 'leakyrelu') return leakyRelu(graph, x, slope ?? 0.2);
  if (name === 'prelu' && slopes) return prelu(graph, x, slopes);
  throw new UntraceableError(
    '_FusedMatMul',
    `the fused activation '${name}' can't be traced; apply it as an operation of its own.`,
  );
}

/** Activations, as ops of their own. */
export const activations: OpTable = {
  Elu: named('Elu'),
  Relu: named('Relu'),
  Selu: named('Selu'),
  Sigmoid: named('Sigmoid'),
  Softplus: named('Softplus'),
  Tanh: named('Tanh'),
  Relu6: elementwiseOp<tf.Relu6Inputs>((graph, { x }) => relu6(graph, x)),
  LeakyRelu: elementwiseOp<tf.LeakyReluInputs, tf.LeakyReluAttrs>((graph, { x }, { alpha }) =>
    leakyRelu(graph, x, alpha),
  ),
  Prelu: elementwiseOp<tf.PreluInputs>((graph, { x, alpha }) => prelu(graph, x, alpha)),
  EluGrad: elementwiseOp<tf.EluGradInputs>((graph, { dy, y }) => eluGradient(graph, dy, y)),
};
