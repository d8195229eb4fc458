import type { GraphNode, Shape } from '../graph.js';

/** Where an input of a stack's operations comes from: one value for all, another stack, or a value for each of them. */
export type StackInput =
  | { from: 'one'; name: string }
  | { from: 'stack'; stack: Stack }
  | { from: 'each'; names: readonly string[] };

/** Operations that do the same with different values, and so can be one operation on these values laid upon each other. */
export interface Stack {
  /** In the order in which their values lie. */
  nodes: readonly GraphNode[];
  inputs: readonly StackInput[];
}

/** Dimensions of a value in a stack, ones in front if it has fewer by itself. */
export const layerRank = 2;

/** Shape of `height` values of a shape, laid upon each other. */
export const stackedShape = (shape: Shape, height: number): number[] => [
  height,
  ...new Array<number>(layerRank - shape.length).fill(1),
  ...shape,
];

/** Where an axis of a value is in a stack of such values. */
export const stackedAxis = (axis: number, { length }: Shape): number => 1 + layerRank - length + axis;
