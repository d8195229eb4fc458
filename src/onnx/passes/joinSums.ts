import type { GraphNode } from '../graph.js';
import type { GraphBuilder } from '../graphBuilder.js';
import { sameShape, sizeOf } from '../shape.js';
import { joinPads } from './joinPads.js';
import { isStack } from './stack.js';
import { sumOf } from './sumOf.js';
import type { Usage } from './usage.js';

/**
 * Wider tensors keep their binary additions, which onnxruntime distributes over several threads. The first dimension doesn't
 * count: a graph for any number of cells must not depend on it.
 */
const WIDEST = 128;

/**
 * Whether a value is a sum that may be joined. onnxruntime's Sum does not take whole numbers. A stack's addition stands for many
 * already; joining it with others would save little and add in another order, so that trained weights would differ in the last bits.
 */
function isSum(name: string, builder: GraphBuilder, { makers }: Usage): boolean {
  return makers.get(name)?.op === 'Add' && builder.typeOf(name).dtype === 'float32' && !isStack(name);
}

/** The terms of a sum, including those of sums within it that nothing else reads. */
function termsOf(name: string, builder: GraphBuilder, usage: Usage): string[] {
  const { shape } = builder.typeOf(name);
  return usage.makers.get(name)!.inputs.flatMap((input) => {
    const within = sameShape(builder.typeOf(input).shape, shape) && usage.uses.get(input) === 1;
    return within && isSum(input, builder, usage) ? termsOf(input, builder, usage) : [input];
  });
}

/** The operations that make a sum: its padded terms are joined, then all that is left is added at once. */
function joined(node: GraphNode, builder: GraphBuilder, usage: Usage): GraphNode[] {
  const [output] = node.outputs as [string];
  if (!isSum(output, builder, usage) || sizeOf(builder.typeOf(output).shape.slice(1)) > WIDEST) return [node];
  const { nodes, terms } = joinPads(termsOf(output, builder, usage), output, builder, usage);
  if (terms.length > 1) return [...nodes, ...sumOf(terms, output).nodes];
  const last = nodes.at(-1)!;
  return [...nodes.slice(0, -1), { ...last, outputs: [output] }];
}

/**
 * Makes one operation of a sum of several terms, since calling a small operation costs more than computing it. The gradient of
 * a tensor that was cut into pieces is such a sum, of pieces padded with zeros.
 */
export function joinSums(nodes: readonly GraphNode[], builder: GraphBuilder, usage: Usage): GraphNode[] {
  return nodes.flatMap((node) => joined(node, builder, usage));
}
