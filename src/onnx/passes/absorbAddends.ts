import type { Attributes, GraphNode } from '../graph.js';
import type { GraphBuilder } from '../graphBuilder.js';
import { sameShape } from '../shape.js';
import type { Usage } from './usage.js';

/** Factors by which Gemm multiplies its product (alpha) and its third input (beta), by which of the two came first. */
function factors(op: string, productFirst: boolean): Attributes {
  if (op === 'Add') return {};
  return productFirst ? { beta: { float: -1 } } : { alpha: { float: -1 } };
}

/** `A·B ± x` and `x - A·B` as one Gemm, if nothing else reads the product. */
function absorbed(node: GraphNode, builder: GraphBuilder, { makers, uses }: Usage): GraphNode {
  if (node.op !== 'Add' && node.op !== 'Sub') return node;
  for (const [at, product] of node.inputs.entries()) {
    const gemm = makers.get(product);
    const keepsShape = sameShape(builder.typeOf(node.outputs[0]!).shape, builder.typeOf(product).shape);
    if (gemm?.op !== 'Gemm' || gemm.inputs.length > 2 || uses.get(product) !== 1 || !keepsShape) continue;
    const attributes = { ...gemm.attributes, ...factors(node.op, at === 0) };
    return { ...gemm, attributes, inputs: [...gemm.inputs, node.inputs[1 - at]!], outputs: node.outputs };
  }
  return node;
}

/** Moves what is added to a product of matrices into the product: a bias, or a sum of gradients. */
export function absorbAddends(nodes: readonly GraphNode[], builder: GraphBuilder, usage: Usage): GraphNode[] {
  return nodes.map((node) => absorbed(node, builder, usage));
}
