import type { GraphNode } from '../graph.js';
import type { GraphBuilder } from '../graphBuilder.js';
import { sizeOf } from '../shape.js';
import { layersOf, readersOf } from './layers.js';
import { layerRank, type Stack, type StackInput } from './stack.js';
import { isStackable } from './stackedOperation.js';

/** Above this size, computing a value takes longer than calling the operation. */
const LARGEST = 16_384;

/** Where a value lies: in which stack, and at which index. */
interface Place {
  stack: Stack;
  /** Number of the stack. */
  number: number;
  index: number;
}

/** A graph and the stacks that have been found in it so far. */
interface Search {
  builder: GraphBuilder;
  readers: ReadonlyMap<string, readonly GraphNode[]>;
  /** Values that an operation makes, as opposed to inputs and constants. */
  made: ReadonlySet<string>;
  places: Map<string, Place>;
}

const shapeOf = (name: string, { builder }: Search): readonly number[] => builder.typeOf(name).shape;

function isSmall(name: string, search: Search): boolean {
  const shape = shapeOf(name, search);
  return shape.length <= layerRank && sizeOf(shape) <= LARGEST;
}

const fits = (node: GraphNode, search: Search): boolean =>
  isStackable(node) && [...node.inputs, ...node.outputs].every((name) => isSmall(name, search));

const kindOf = (node: GraphNode, search: Search): string =>
  JSON.stringify([node.op, node.attributes, shapeOf(node.outputs[0]!, search)]);

/** What twins have in common: the operation, its inputs, and what reads the result, without which they would part one layer later. */
function keyOf(node: GraphNode, search: Search): string {
  const inputs = node.inputs.map((name) => {
    const place = search.places.get(name);
    if (place) return `stack ${place.number}`;
    return search.made.has(name) ? `${search.builder.typeOf(name).dtype} [${shapeOf(name, search)}]` : name;
  });
  const readers = search.readers.get(node.outputs[0]!) ?? [];
  return JSON.stringify([
    kindOf(node, search),
    inputs,
    readers.map((reader) => kindOf(reader, search)).sort(),
  ]);
}

/** The indices at which a node's inputs lie in their stacks; more than one means that the node fits into no stack. */
function indicesOf(node: GraphNode, { places }: Search): number[] {
  return [...new Set(node.inputs.flatMap((name) => places.get(name)?.index ?? []))];
}

/** Groups of twins in a layer, each in the order of the stacks that it reads. A group may have gaps. */
function twinsIn(layer: readonly GraphNode[], search: Search): GraphNode[][] {
  const groups = new Map<string, GraphNode[]>();
  for (const node of layer) {
    const [index, ...others] = indicesOf(node, search);
    if (others.length > 0 || !fits(node, search)) continue;
    const key = keyOf(node, search);
    // Two twins that read the same index belong to two groups.
    let copy = 0;
    while (index !== undefined && groups.get(`${key} ${copy}`)?.[index]) copy++;
    const group = groups.get(`${key} ${copy}`) ?? [];
    group[index ?? group.length] = node;
    groups.set(`${key} ${copy}`, group);
  }
  return [...groups.values()];
}

function inputOf(names: readonly string[], { places }: Search): StackInput {
  const place = places.get(names[0]!);
  if (place) return { from: 'stack', stack: place.stack };
  const one = names.every((name) => name === names[0]);
  return one ? { from: 'one', name: names[0]! } : { from: 'each', names };
}

/** Whether such an input can be stacked: scalars have no dimension to concatenate along, and Concat cannot broadcast what all share. */
function canBeLaid({ op }: GraphNode, input: StackInput, search: Search): boolean {
  if (input.from === 'each') return shapeOf(input.names[0]!, search).length > 0;
  return input.from === 'stack' || op !== 'Concat';
}

/** The stack of some twins, if there is a twin for each value of the stacks that they read. */
function stackOf(twins: readonly GraphNode[], search: Search): Stack | undefined {
  const [first] = twins;
  if (twins.length < 2 || twins.includes(undefined as never)) return undefined;
  const inputs = first!.inputs.map((_, i) =>
    inputOf(
      twins.map((node) => node.inputs[i]!),
      search,
    ),
  );
  const differ = inputs.some(({ from }) => from !== 'one');
  const whole = inputs.every((input) => input.from !== 'stack' || input.stack.nodes.length === twins.length);
  const laid = inputs.every((input) => canBeLaid(first!, input, search));
  return differ && whole && laid ? { nodes: twins, inputs } : undefined;
}

/**
 * Finds stacks among a graph's operations on small values, layer by layer: operations that do the same with values of the same
 * shape, then those that do the same with the values of a stack.
 */
export function findStacks(nodes: readonly GraphNode[], builder: GraphBuilder): Stack[] {
  const made = new Set(nodes.flatMap(({ outputs }) => outputs));
  const search: Search = { builder, readers: readersOf(nodes), made, places: new Map() };
  const stacks: Stack[] = [];
  for (const layer of layersOf(nodes)) {
    const found = twinsIn(layer, search).flatMap((twins) => stackOf(twins, search) ?? []);
    for (const stack of found) {
      const number = stacks.push(stack);
      for (const [index, node] of stack.nodes.entries())
        search.places.set(node.outputs[0]!, { stack, number, index });
    }
  }
  return stacks;
}
