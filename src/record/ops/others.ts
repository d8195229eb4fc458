import type * as tf from '@tensorflow/tfjs';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import { broadcastTo, type SymbolicTensor, scalar } from '../../onnx/symbol.js';
import { UntraceableError } from '../../onnx/untraceable.js';
import { add, multiply, subtract } from './arithmetic.js';
import { elementwise, operation, whole } from './emit.js';
import { type OpTable, op, type Symbols } from './op.js';

type Moments = Pick<tf.FusedBatchNormInputs, 'x' | 'mean' | 'variance'>;
/** tfjs's type says that all are there; these two may be missing. */
type Optional = Partial<Pick<tf.FusedBatchNormInputs, 'offset' | 'scale'>>;

/** tfjs's default where an epsilon isn't given. */
const EPSILON = 0.001;

function normalise(
  graph: GraphBuilder,
  { x, mean, variance, offset, scale }: Symbols<Moments & Optional>,
  epsilon: number,
): SymbolicTensor {
  const spread = elementwise(graph, 'Sqrt', [add(graph, variance, scalar(epsilon))]);
  const inverse = elementwise(graph, 'Reciprocal', [spread]);
  const normal = multiply(graph, subtract(graph, x, mean), inverse);
  const scaled = scale ? multiply(graph, normal, scale) : normal;
  return offset ? add(graph, scaled, offset) : scaled;
}

function fill({ shape, value, dtype }: tf.FillAttrs): SymbolicTensor {
  if (typeof value === 'string')
    throw new UntraceableError('Fill', "tensors of text can't be traced; use numbers.");
  return broadcastTo(scalar(value, (dtype as SymbolicTensor['dtype'] | undefined) ?? 'float32'), shape);
}

/** Batch normalisation with given moments, softmax, and constants. */
export const others: OpTable = {
  FusedBatchNorm: op<Moments & Optional, Partial<tf.FusedBatchNormAttrs>>(
    (graph, inputs, { varianceEpsilon }) => normalise(graph, inputs, varianceEpsilon ?? EPSILON),
  ),
  Softmax: op<tf.SoftmaxInputs, tf.SoftmaxAttrs>((graph, { logits }, { dim }) =>
    operation(graph, 'Softmax', [whole(graph, logits)], logits, { axis: dim }),
  ),
  Fill: op<object, tf.FillAttrs>((_, __, attrs) => fill(attrs)),
};
