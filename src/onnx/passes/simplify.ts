import { failure } from '../../check/errors.js';
import type { Graph, GraphNode, ValueType } from '../graph.js';
import type { GraphBuilder } from '../graphBuilder.js';
import { absorbAddends } from './absorbAddends.js';
import { joinSums } from './joinSums.js';
import { stackTwins } from './stackTwins.js';
import { type Usage, usageOf } from './usage.js';

/** Looks at a graph and throws if it is wrong. `declared` knows the types of its values. */
export type CheckGraph = (graph: Graph, declared?: (name: string) => ValueType | undefined) => void;

/** Options of {@link simplify}. */
export interface SimplifyOptions {
  /** Whether the graph serves only the sizes at which it was recorded: they may then be written into it. */
  oneSize: boolean;
  /** Called after recording and after every pass. The tests hand in `verify`; the library itself checks nothing. */
  check?: CheckGraph;
}

/** A way to compute the same with fewer operations. Values that it makes get their types from the spec. */
interface Pass {
  name: string;
  run(nodes: readonly GraphNode[], builder: GraphBuilder, usage: Usage): GraphNode[];
  /** Whether it writes sizes into the graph. */
  writesSizes?: boolean;
}

const passes: readonly Pass[] = [
  // First: it looks for operations that are alike, and the passes below treat each by what surrounds it.
  { name: 'stackTwins', run: stackTwins, writesSizes: true },
  // Before joinSums: a product takes in one addend of an Add, and none of a Sum.
  { name: 'absorbAddends', run: absorbAddends },
  // Last: it joins the additions that no product has taken in.
  { name: 'joinSums', run: joinSums },
];

/** The operations that lead to an output. */
const needed = (nodes: readonly GraphNode[], { uses }: Usage): GraphNode[] =>
  nodes.filter((node) => node.outputs.some((output) => uses.has(output)));

/** Types the values that a step has made, and checks the graph if asked to. An error says which step it was. */
function accept(
  step: string,
  nodes: readonly GraphNode[],
  builder: GraphBuilder,
  check: CheckGraph | undefined,
): void {
  const { initializers, inputs } = builder;
  const outputs = builder.outputs.map(({ source, ...type }) => ({ ...type, name: source }));
  try {
    for (const node of nodes) builder.declareOutputs(node);
    check?.({ nodes: [...nodes], initializers, inputs, outputs }, (name) => builder.typeOf(name));
  } catch (error) {
    throw failure('ZBIO_INTERNAL', `after ${step}: ${(error as Error).message}`, { cause: error });
  }
}

/** Runs all passes, each on the operations that are still needed. */
function simplified(builder: GraphBuilder, { oneSize, check }: SimplifyOptions): GraphNode[] {
  const outputs = builder.outputs.map(({ source }) => source);
  const withoutUnneeded = (nodes: readonly GraphNode[]) => needed(nodes, usageOf(nodes, outputs));
  accept('recording', builder.nodes, builder, check);
  let nodes = withoutUnneeded(builder.nodes);
  for (const { name, run, writesSizes } of passes) {
    if (writesSizes && !oneSize) continue;
    const made = run(nodes, builder, usageOf(nodes, outputs));
    accept(name, made, builder, check);
    nodes = withoutUnneeded(made);
  }
  return nodes;
}

/** Gives each output its name: the value is renamed, or copied if it already has one (an input, or a value that is two outputs). */
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
  const graph = {
    nodes,
    initializers: builder.initializers.filter(isRead),
    inputs: builder.inputs.filter(isRead),
    outputs: builder.outputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
  };
  options.check?.(graph);
  return graph;
}
