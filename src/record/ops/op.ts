import type * as tf from '@tensorflow/tfjs';
import type { GraphBuilder } from '../../onnx/graphBuilder.js';
import type { SymbolicTensor } from '../../onnx/symbol.js';

/** tfjs's inputs of an op, with a symbol in place of each tensor. */
export type Symbols<Inputs> = { readonly [Name in keyof Inputs]: SymbolicTensor };

/** Symbols by the names under which tfjs hands them over; by position for ops that take a list. */
export type NamedSymbols = Readonly<Record<string, SymbolicTensor>>;

type Recorded = SymbolicTensor | SymbolicTensor[];

/** How one tfjs op goes into a graph. */
export interface Op {
  record(graph: GraphBuilder, inputs: NamedSymbols, attrs: tf.NamedAttrMap): Recorded;
  /** Whether it acts on each element alone, with broadcasting; on inputs that hold one number each, one number is enough. */
  elementwise: boolean;
}

/** Ops by tfjs's names. */
export type OpTable = Readonly<Record<string, Op>>;

/** An op whose inputs and attributes are of tfjs's own types. tfjs does not check them either: this is the one cast. */
export const op = <Inputs, Attrs = object>(
  record: (graph: GraphBuilder, inputs: Symbols<Inputs>, attrs: Attrs) => Recorded,
): Op => ({ record: record as unknown as Op['record'], elementwise: false });

/** An op that acts on each element alone. */
export const elementwiseOp = <Inputs, Attrs = object>(
  record: (graph: GraphBuilder, inputs: Symbols<Inputs>, attrs: Attrs) => SymbolicTensor,
): Op => ({ ...op(record), elementwise: true });

/** An op of any number of tensors. */
export const listOp = <Attrs = object>(
  record: (graph: GraphBuilder, parts: readonly SymbolicTensor[], attrs: Attrs) => Recorded,
): Op => op<NamedSymbols, Attrs>((graph, inputs, attrs) => record(graph, Object.values(inputs), attrs));

/** The axes that an attribute means, as indices from 0: a number, several, or none for all. */
export function axesOf(
  { shape }: SymbolicTensor,
  axis: number | readonly number[] | null | undefined,
): number[] {
  const list = axis === undefined || axis === null ? [...shape.keys()] : [axis].flat();
  return list.map((a) => (a < 0 ? a + shape.length : a));
}

/** The one axis that an attribute means. */
export const axisOf = (x: SymbolicTensor, axis: number): number => axesOf(x, axis)[0]!;
