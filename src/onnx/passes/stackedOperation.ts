import type { GraphNode, Shape } from '../graph.js';
import type { GraphBuilder } from '../graphBuilder.js';
import { sameShape } from '../shape.js';
import { isElementwise } from '../spec.js';
import { stackedAxis, stackedShape } from './stack.js';

/** An input of a stacked operation: a stack, or a value that all share. */
export interface StackedInput {
  name: string;
  stacked: boolean;
}

/** A stack's operation: one of its nodes, and what the stack has in place of that node's inputs and output. */
interface Stacking {
  node: GraphNode;
  inputs: readonly StackedInput[];
  /** How many values are stacked. */
  height: number;
  /** Name of the result. */
  output: string;
  builder: GraphBuilder;
}

type Stacked = (stacking: Stacking) => GraphNode[];

const namesOf = ({ inputs }: Stacking): string[] => inputs.map(({ name }) => name);

/** A value in another shape. */
export function reshaped(name: string, shape: Shape, output: string, builder: GraphBuilder): GraphNode {
  return { op: 'Reshape', inputs: [name, builder.integers(shape)], outputs: [output], attributes: {} };
}

const asItIs: Stacked = (stacking) => [
  { ...stacking.node, inputs: namesOf(stacking), outputs: [stacking.output] },
];

/** Stacks of matrices need MatMul, which, unlike Gemm, does not transpose. */
const product: Stacked = ({ node: { attributes }, inputs, output }) => {
  const turns: GraphNode[] = [];
  const factors = inputs.map(({ name, stacked }, i) => {
    if (!attributes[i === 0 ? 'transA' : 'transB']) return name;
    const turned = `${output}/turned${i}`;
    const perm = stacked ? [0, 2, 1] : [1, 0];
    turns.push({ op: 'Transpose', inputs: [name], outputs: [turned], attributes: { perm } });
    return turned;
  });
  return [...turns, { op: 'MatMul', inputs: factors, outputs: [output], attributes: {} }];
};

/** The axes are an attribute, or the second input of ReduceSum. Reduced axes are kept, so that the result has layerRank dimensions. */
const reduction: Stacked = ({ node, inputs: [x, list], output, height, builder }) => {
  const [from, to] = [node.inputs[0]!, node.outputs[0]!].map((name) => builder.typeOf(name).shape) as [
    Shape,
    Shape,
  ];
  const own = list ? builder.numbersOf(list.name)! : (node.attributes['axes'] as number[]);
  const axes = own.map((axis) => stackedAxis(axis, from));
  const kept = stackedShape(from, height).map((size, axis) => (axes.includes(axis) ? 1 : size));
  const shape = stackedShape(to, height);
  const [result, reshapes] = sameShape(kept, shape)
    ? [output, []]
    : [`${output}/kept`, [reshaped(`${output}/kept`, shape, output, builder)]];
  const reduce = list
    ? { inputs: [x!.name, builder.integers(axes)], attributes: { keepdims: 1 } }
    : { inputs: [x!.name], attributes: { axes, keepdims: 1 } };
  return [{ op: node.op, ...reduce, outputs: [result] }, ...reshapes];
};

const reshape: Stacked = ({ node, inputs: [x], output, height, builder }) => [
  reshaped(x!.name, stackedShape(builder.typeOf(node.outputs[0]!).shape, height), output, builder),
];

const transposition: Stacked = (stacking) => [{ ...asItIs(stacking)[0]!, attributes: { perm: [0, 2, 1] } }];

const concatenation: Stacked = (stacking) => {
  const { node, builder } = stacking;
  const axis = stackedAxis(node.attributes['axis'] as number, builder.typeOf(node.inputs[0]!).shape);
  return [{ ...asItIs(stacking)[0]!, attributes: { axis } }];
};

const stackedBy: Readonly<Record<string, Stacked>> = {
  Concat: concatenation,
  Gemm: product,
  MatMul: product,
  ReduceMax: reduction,
  ReduceMean: reduction,
  ReduceMin: reduction,
  ReduceSum: reduction,
  Reshape: reshape,
  Transpose: transposition,
};

const byOperation = ({ op }: GraphNode): Stacked | undefined => (isElementwise(op) ? asItIs : stackedBy[op]);

/** Whether an operation can be applied to a stack of values as it is to one. */
export const isStackable = (node: GraphNode): boolean => byOperation(node) !== undefined;

/** The operations that do with stacks what a node does with single values. */
export const stackedOperation: Stacked = (stacking) => byOperation(stacking.node)!(stacking);
