import type { GraphNode } from '../graph.js';
import type { GraphBuilder } from '../graphBuilder.js';
import { sumOf } from './sumOf.js';
import type { Usage } from './usage.js';

/** Pieces that are padded with the same numbers of zeros. */
interface Padded {
  /** The operation that pads one of them. */
  pad: GraphNode;
  pieces: string[];
  /** Zeros before and after, one number per axis. */
  before: number[];
  after: number[];
}

/** Terms of a sum, and the operations that make the new ones among them. */
interface Joined {
  nodes: GraphNode[];
  terms: string[];
}

/** The operation that pads a term with zeros, if nothing else reads it. */
function padOf(term: string, builder: GraphBuilder, { makers, uses }: Usage): GraphNode | undefined {
  const pad = makers.get(term);
  if (pad?.op !== 'Pad' || pad.attributes['mode'] !== undefined || uses.get(term) !== 1) return undefined;
  return builder.numbersOf(pad.inputs[2]!)?.[0] === 0 ? pad : undefined;
}

const zerosBefore = ({ before }: Padded): number => before.reduce((sum, zeros) => sum + zeros, 0);

/** Pads grouped by their place, in the order of the places. */
function byPlace(pads: readonly GraphNode[], builder: GraphBuilder): Padded[] {
  const places = new Map<string, Padded>();
  for (const pad of pads) {
    const [piece, padding] = pad.inputs as [string, string];
    const zeros = builder.numbersOf(padding)!;
    const [before, after] = [zeros.slice(0, zeros.length / 2), zeros.slice(zeros.length / 2)];
    const place = places.get(padding) ?? { pad, pieces: [], before, after };
    place.pieces.push(piece);
    places.set(padding, place);
  }
  return [...places.values()].sort((a, b) => zerosBefore(a) - zerosBefore(b));
}

/** The one axis along which the places, in this order, lie side by side and fill the whole; undefined if there is none. */
function tiledAxis(places: readonly Padded[], shape: readonly number[]): number | undefined {
  const axes = places.map(({ before, after }) =>
    [...before.keys()].filter((axis) => before[axis]! + after[axis]! > 0),
  );
  const axis = axes[0]![0]!;
  if (axes.some((list) => list.length !== 1 || list[0] !== axis)) return undefined;
  const ends = places.map(({ after }) => shape[axis]! - after[axis]!);
  const touching = places.every(({ before }, i) => before[axis] === (i === 0 ? 0 : ends[i - 1]));
  return touching && ends.at(-1) === shape[axis] ? axis : undefined;
}

/** Pads one value per place, or concatenates the values if they fill the whole. */
function placed(
  places: readonly Padded[],
  values: readonly string[],
  axis: number | undefined,
  output: string,
): GraphNode[] {
  if (axis !== undefined)
    return [{ op: 'Concat', inputs: values, outputs: [`${output}/joined`], attributes: { axis } }];
  return places.map(({ pad }, i) => {
    return { ...pad, inputs: [values[i]!, ...pad.inputs.slice(1)], outputs: [`${output}/padded${i}`] };
  });
}

/**
 * Joins terms of a sum that are pieces padded with zeros: pieces of the same place are added up first, and pieces that
 * fill the whole side by side are concatenated, without any zeros.
 *
 * @param output - Name of the sum.
 */
export function joinPads(
  terms: readonly string[],
  output: string,
  builder: GraphBuilder,
  usage: Usage,
): Joined {
  const pads = terms.flatMap((term) => padOf(term, builder, usage) ?? []);
  if (pads.length < 2) return { nodes: [], terms: [...terms] };
  const places = byPlace(pads, builder);
  const sums = places.map(({ pieces }, i) => sumOf(pieces, `${output}/piece${i}`));
  const values = sums.map(({ name }) => name);
  const joins = placed(places, values, tiledAxis(places, builder.typeOf(output).shape), output);
  const others = terms.filter((term) => !padOf(term, builder, usage));
  return {
    nodes: [...sums.flatMap(({ nodes }) => nodes), ...joins],
    terms: [...others, ...joins.flatMap(({ outputs }) => outputs)],
  };
}
