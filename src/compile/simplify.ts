import type { Graph, GraphNode } from './graph.js';
import type { GraphBuilder } from './graphBuilder.js';
import { sizeOf } from './symbol.js';

type Makers = Map<string, GraphNode>;

const makersOf = (nodes: readonly GraphNode[]): Makers =>
  new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node])));

/** How often each value is read by what leads to the outputs. */
function countUses(makers: Makers, outputs: readonly string[]): Map<string, number> {
  const uses = new Map<string, number>();
  const visited = new Set<GraphNode>();
  const stack = [...outputs];
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
    const maker = makers.get(name);
    if (!maker || visited.has(maker)) continue;
    visited.add(maker);
    stack.push(...maker.inputs);
  }
  return uses;
}

/** `Gemm(a, b) + bias` as one Gemm with three inputs, if nothing else reads the product; else undefined. */
function withBias(node: GraphNode, builder: GraphBuilder, makers: Makers, uses: Map<string, number>) {
  if (node.op !== 'Add') return undefined;
  for (const [product, bias] of [node.inputs, [...node.inputs].reverse()] as [string, string][]) {
    const gemm = makers.get(product);
    const columns = builder.shapes.get(product)!.at(-1)!;
    const shape = builder.shapes.get(bias)!;
    const isRow = shape.length <= 2 && shape.at(-1) === columns && sizeOf(shape) === columns;
    if (gemm?.op !== 'Gemm' || gemm.inputs.length > 2 || uses.get(product) !== 1 || !isRow) continue;
    return { ...gemm, inputs: [...gemm.inputs, bias], outputs: node.outputs };
  }
  return undefined;
}

/** Without operations that lead nowhere, and with biases inside the products. */
function simplified(builder: GraphBuilder): GraphNode[] {
  const outputs = builder.outputs.map(({ source }) => source);
  const makers = makersOf(builder.nodes);
  const uses = countUses(makers, outputs);
  const fused = builder.nodes.map((node) => withBias(node, builder, makers, uses) ?? node);
  const stillUsed = countUses(makersOf(fused), outputs);
  return fused.filter((node) => node.outputs.some((output) => stillUsed.has(output)));
}

/** Gives each output its name: what makes it is renamed, or copied if it has a name already (an input, two outputs). */
function nameOutputs(nodes: readonly GraphNode[], { outputs }: GraphBuilder): GraphNode[] {
  const makers = makersOf(nodes);
  const names = new Map<string, string>();
  const copies: GraphNode[] = [];
  for (const { name, source } of outputs) {
    if (makers.has(source) && !names.has(source)) names.set(source, name);
    else copies.push({ op: 'Identity', inputs: [source], outputs: [name], attributes: {} });
  }
  const renamed = (name: string): string => names.get(name) ?? name;
  const whole = nodes.map((node) => ({ ...node, outputs: node.outputs.map(renamed) }));
  return [...whole, ...copies].map((node) => ({ ...node, inputs: node.inputs.map(renamed) }));
}

/** The finished graph: only what its outputs need. */
export function simplify(builder: GraphBuilder): Graph {
  const nodes = nameOutputs(simplified(builder), builder);
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const isRead = ({ name }: { name: string }): boolean => read.has(name);
  return {
    nodes,
    initializers: builder.initializers.filter(isRead),
    inputs: builder.inputs.filter(isRead),
    outputs: builder.outputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
  };
}
