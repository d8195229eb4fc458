import type { GraphNode } from '../graph.js';

/** Which operation makes each value of a graph, and how often the value is read. */
export interface Usage {
  makers: Map<string, GraphNode>;
  /** Reads by operations that do not lead to an output do not count. */
  uses: Map<string, number>;
}

function countUses(makers: Usage['makers'], outputs: readonly string[]): Usage['uses'] {
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

/** How the values of a graph with these outputs are used. */
export function usageOf(nodes: readonly GraphNode[], outputs: readonly string[]): Usage {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node])));
  return { makers, uses: countUses(makers, outputs) };
}
