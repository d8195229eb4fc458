import * as tf from '@tensorflow/tfjs';
import type { Shape } from './graph.js';

export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

/** The shape that several shapes broadcast to; throws if there is none. */
export function broadcastShape(shapes: readonly Shape[]): number[] {
  const both = (a: Shape, b: Shape): number[] => tf.broadcast_util.assertAndGetBroadcastShape([...a], [...b]);
  return shapes.reduce<number[]>(both, []);
}
