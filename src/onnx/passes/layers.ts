import type { GraphNode } from '../graph.js';
import { usageOf } from './usage.js';

/** Operations by the length of the longest path that leads to them: none needs another one of its layer. */
export function layersOf(nodes: readonly GraphNode[]): GraphNode[][] {
  const depths = new Map<string, number>();
  const layers: GraphNode[][] = [];
  for (const node of nodes) {
    const depth = Math.max(-1, ...node.inputs.map((name) => depths.get(name) ?? -1)) + 1;
    for (const output of node.outputs) depths.set(output, depth);
    layers[depth] ??= [];
    layers[depth].push(node);
  }
  return layers;
}

/** The operations that read each value. */
export function readersOf(nodes: readonly GraphNode[]): Map<string, GraphNode[]> {
  const readers = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    for (const name of new Set(node.inputs)) {
      const known = readers.get(name);
      if (known) known.push(node);
      else readers.set(name, [node]);
    }
  }
  return readers;
}

/** The same operations, each after those that it needs, and otherwise in their order. */
export function ordered(nodes: readonly GraphNode[]): GraphNode[] {
  const { makers } = usageOf(nodes, []);
  const sorted = new Set<GraphNode>();
  const visit = (node: GraphNode): void => {
    if (sorted.has(node)) return;
    for (const name of node.inputs) if (makers.has(name)) visit(makers.get(name)!);
    sorted.add(node);
  };
  for (const node of nodes) visit(node);
  return [...sorted];
}
