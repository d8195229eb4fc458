import type { Graph, GraphNode } from '../graph.js';
import type { GraphBuilder } from '../graphBuilder.js';
import { absorbAddends } from './absorbAddends.js';
import { joinSums } from './joinSums.js';
import { stackTwins } from './stackTwins.js';
import { type Usage, usageOf } from './usage.js';

type Pass = (nodes: readonly GraphNode[], builder: GraphBuilder, usage: Usage) => GraphNode[];

/** Options of {@link simplify}. */
export interface SimplifyOptions {
  /** Whether the graph serves the sizes only at which it was recorded: they may then be written into it. */
  oneSize: boolean;
}

const passes: readonly Pass[] = [absorbAddends, joinSums];

/** Without operations that lead nowhere, and with few instead of many where that computes the same. */
function simplified(builder: GraphBuilder, { oneSize }: SimplifyOptions): GraphNode[] {
  const outputs = builder.outputs.map(({ source }) => source);
  const all = oneSize ? [stackTwins, ...passes] : passes;
  const live = (nodes: readonly GraphNode[], { uses }: Usage): GraphNode[] =>
    nodes.filter((node) => node.outputs.some((output) => uses.has(output)));
  const fewer = all.reduce<readonly GraphNode[]>((nodes, pass) => {
    const usage = usageOf(nodes, outputs);
    return pass(live(nodes, usage), builder, usage);
  }, builder.nodes);
  return live(fewer, usageOf(fewer, outputs));
}

/** Gives each output its name: what makes it is renamed, or copied if it has a name already (an input, two outputs). */
function nameOutputs(nodes: readonly GraphNode[], { outputs }: GraphBuilder): GraphNode[] {
  const { makers } = usageOf(nodes, []);
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
export function simplify(builder: GraphBuilder, options: SimplifyOptions): Graph {
  const nodes = nameOutputs(simplified(builder, options), builder);
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const isRead = ({ name }: { name: string }): boolean => read.has(name);
  return {
    nodes,
    initializers: builder.initializers.filter(isRead),
    inputs: builder.inputs.filter(isRead),
    outputs: builder.outputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
  };
}
