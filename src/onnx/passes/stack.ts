import type { GraphNode, Shape } from '../graph.js';

/** Where an input of a stack's operations comes from: one value for all, another stack, or a value for each of them. */
export type StackInput =
  | { from: 'one'; name: string }
  | { from: 'stack'; stack: Stack }
  | { from: 'each'; names: readonly string[] };

/** Operations that do the same with different values, so that one operation on the stacked values can replace them. */
export interface Stack {
  /** In the order of their values in the stack. */
  nodes: readonly GraphNode[];
  inputs: readonly StackInput[];
}

/** Name of a stack's value. */
export const nameOfStack = ({ nodes }: Stack): string => `${nodes[0]!.outputs[0]!}/stack`;

/** Whether a value is a stack. */
export const isStack = (name: string): boolean => name.endsWith('/stack');

/** Dimensions of a value in a stack; a value that has fewer gets ones in front. */
export const layerRank = 2;

/** Shape of `height` stacked values of a shape. */
export const stackedShape = (shape: Shape, height: number): number[] => [
  height,
  ...new Array<number>(layerRank - shape.length).fill(1),
  ...shape,
];

/** Where an axis of a value is in a stack of such values. */
export const stackedAxis = (axis: number, { length }: Shape): number => 1 + layerRank - length + axis;
