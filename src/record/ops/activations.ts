import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import type { Kernel, KernelTable, Unary } from './op.js';
import { add, elementwise, multiply, where } from './operations.js';

/** What a fused product may need beside the name of its activation. */
export interface ActivationExtras {
  slopes: SymbolicTensor | undefined;
  slope: number | undefined;
}

const named =
  (op: string): Kernel =>
  (graph, { x }: Unary) =>
    elementwise(graph, op, [x]);

const relu6 = (graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor =>
  elementwise(graph, 'Clip', [x, scalar(0), scalar(6)]);

const leakyRelu = (graph: GraphBuilder, x: SymbolicTensor, alpha: number): SymbolicTensor =>
  elementwise(graph, 'LeakyRelu', [x], x.dtype, { alpha: { float: alpha } });

function prelu(graph: GraphBuilder, x: SymbolicTensor, alpha: SymbolicTensor): SymbolicTensor {
  const positive = elementwise(graph, 'Greater', [x, scalar(0)], 'bool');
  return where(graph, positive, x, multiply(graph, x, alpha));
}

/** Applies the activation of a fused product, by tfjs' name for it. */
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
    `the fused activation '${name}' can't be traced; apply it as an operation.`,
  );
}

/** Activations, as kernels of their own. */
export const activations: KernelTable = {
  Elu: named('Elu'),
  Relu: named('Relu'),
  Selu: named('Selu'),
  Sigmoid: named('Sigmoid'),
  Softplus: named('Softplus'),
  Tanh: named('Tanh'),
  Relu6: (graph, { x }: Unary) => relu6(graph, x),
  LeakyRelu: (graph, { x }: Unary, { alpha }: { alpha: number }) => leakyRelu(graph, x, alpha),
  Prelu: (graph, { x, alpha }: Unary & { alpha: SymbolicTensor }) => prelu(graph, x, alpha),
  EluGrad: (graph, { dy, y }: { dy: SymbolicTensor; y: SymbolicTensor }) => {
    const positive = elementwise(graph, 'GreaterOrEqual', [y, scalar(0)], 'bool');
    return where(graph, positive, dy, multiply(graph, dy, add(graph, y, scalar(1))));
  },
};
