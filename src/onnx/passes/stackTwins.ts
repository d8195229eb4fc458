import type { GraphNode } from '../graph.js';
import type { GraphBuilder } from '../graphBuilder.js';
import { findStacks } from './findStacks.js';
import { ordered, readersOf } from './layers.js';
import { nameOfStack, type Stack, type StackInput, stackedShape } from './stack.js';
import { reshaped, type StackedInput, stackedOperation } from './stackedOperation.js';

/** How many operations connected stacks must save: stacking values and taking them apart again copies them. */
const LEAST_SAVED = 12;

const outputOf = (node: GraphNode): string => node.outputs[0]!;

/** Stacks in groups, such that none reads a stack of another group. */
function connected(stacks: readonly Stack[]): Stack[][] {
  const groups = new Map<Stack, Set<Stack>>();
  for (const stack of stacks) {
    const before = stack.inputs.flatMap((input) =>
      input.from === 'stack' ? [...groups.get(input.stack)!] : [],
    );
    const group = new Set([...before, stack]);
    for (const member of group) groups.set(member, group);
  }
  return [...new Set(groups.values())].map((group) => [...group]);
}

/** Stacks values. */
function laid(names: readonly string[], output: string, builder: GraphBuilder): GraphNode[] {
  const shape = stackedShape(builder.typeOf(names[0]!).shape, names.length);
  const row = { op: 'Concat', inputs: names, outputs: [`${output}/row`], attributes: { axis: 0 } };
  return [row, reshaped(`${output}/row`, shape, output, builder)];
}

/** Takes those values out of a stack that are needed one by one. */
function apart(stack: Stack, isNeeded: (name: string) => boolean, builder: GraphBuilder): GraphNode[] {
  const names = stack.nodes.map(outputOf);
  if (!names.some(isNeeded)) return [];
  const { shape } = builder.typeOf(names[0]!);
  const [length = 1, ...rest] = shape;
  const row = `${nameOfStack(stack)}/row`;
  const shaped = reshaped(nameOfStack(stack), [names.length * length, ...rest], row, builder);
  if (shape.length > 0)
    return [shaped, { op: 'Split', inputs: [row], outputs: names, attributes: { axis: 0 } }];
  const taken = names.map((name, i) => {
    const index = builder.constant(BigInt64Array.of(BigInt(i)), [], 'int64');
    return { op: 'Gather', inputs: [row, index], outputs: [name], attributes: { axis: 0 } };
  });
  return [shaped, ...taken.filter((node) => isNeeded(outputOf(node)))];
}

/** What replaces a stack's operations. */
function replacement(stack: Stack, isNeeded: (name: string) => boolean, builder: GraphBuilder): GraphNode[] {
  const [node, height, output] = [stack.nodes[0]!, stack.nodes.length, nameOfStack(stack)];
  const layers: GraphNode[] = [];
  const inputs = stack.inputs.map((input: StackInput, i): StackedInput => {
    if (input.from === 'one') return { name: input.name, stacked: false };
    if (input.from === 'stack') return { name: nameOfStack(input.stack), stacked: true };
    layers.push(...laid(input.names, `${output}/${i}`, builder));
    return { name: `${output}/${i}`, stacked: true };
  });
  const operation = stackedOperation({ node, inputs, height, output, builder });
  return [...layers, ...operation, ...apart(stack, isNeeded, builder)];
}

/**
 * Replaces many computations that do the same with different small values, as a loop over pairs of batches records them, by one
 * computation on the stacked values: calling such an operation costs more than computing it. Sizes are written into the graph,
 * which then no longer serves any number of cells.
 */
export function stackTwins(nodes: readonly GraphNode[], builder: GraphBuilder): GraphNode[] {
  const readers = readersOf(nodes);
  const results = new Set(builder.outputs.map(({ source }) => source));
  const replaced = new Map<GraphNode, GraphNode[]>();
  for (const group of connected(findStacks(nodes, builder))) {
    const members = new Set(group.flatMap((stack) => stack.nodes));
    const isNeeded = (name: string): boolean =>
      results.has(name) || (readers.get(name) ?? []).some((reader) => !members.has(reader));
    const replacements = group.map((stack) => replacement(stack, isNeeded, builder));
    if (members.size - replacements.flat().length < LEAST_SAVED) continue;
    for (const node of members) replaced.set(node, []);
    for (const [i, stack] of group.entries()) replaced.set(stack.nodes.at(-1)!, replacements[i]!);
  }
  return ordered(nodes.flatMap((node) => replaced.get(node) ?? [node]));
}
