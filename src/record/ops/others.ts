import { broadcastTo, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import type { KernelTable } from './op.js';
import { add, elementwise, multiply, operation, subtract, whole } from './operations.js';

interface Normalised {
  x: SymbolicTensor;
  mean: SymbolicTensor;
  variance: SymbolicTensor;
  offset?: SymbolicTensor;
  scale?: SymbolicTensor;
}

/** tfjs' default where an epsilon isn't given. */
const EPSILON = 0.001;

/** Batch normalisation with given moments, softmax, and constants. */
export const others: KernelTable = {
  FusedBatchNorm: (
    graph,
    { x, mean, variance, offset, scale }: Normalised,
    { varianceEpsilon }: { varianceEpsilon?: number | null },
  ) => {
    const spread = elementwise(graph, 'Sqrt', [add(graph, variance, scalar(varianceEpsilon ?? EPSILON))]);
    const inverse = elementwise(graph, 'Reciprocal', [spread]);
    const normal = multiply(graph, subtract(graph, x, mean), inverse);
    const scaled = scale ? multiply(graph, normal, scale) : normal;
    return offset ? add(graph, scaled, offset) : scaled;
  },
  Softmax: (graph, { logits }: { logits: SymbolicTensor }, { dim }: { dim: number }) =>
    operation(graph, 'Softmax', [whole(graph, logits)], logits, { axis: dim }),
  Fill: (
    _,
    __: object,
    fill: { shape: number[]; value: number | string; dtype?: 'float32' | 'int32' | 'bool' },
  ) => {
    if (typeof fill.value === 'string')
      throw new UntraceableError('Fill', "tensors of text can't be traced; use numbers.");
    return broadcastTo(scalar(fill.value, fill.dtype ?? 'float32'), fill.shape);
  },
};
