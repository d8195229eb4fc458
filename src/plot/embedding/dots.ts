import type { Matrix } from '../../matrix/matrix.js';
import { createRng } from '../../random/rng.js';
import { shuffle } from '../../random/shuffle.js';

const inset = 8;

/** Of every dot. */
export const dotOpacity = 0.75;

/** Radius of a dot in pixels: smaller for more cells. */
export const dotRadius = (cells: number): number => Math.max(0.45, Math.min(3, 90 / Math.sqrt(cells)));

/** Positions of the cells in a square, in pixels from its upper left corner. [cells, 2] */
export function dotPositions({ data, shape }: Matrix, side: number): Float64Array {
  const out = new Float64Array(data.length);
  for (const axis of [0, 1]) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = axis; i < data.length; i += 2) {
      least = Math.min(least, data[i]!);
      most = Math.max(most, data[i]!);
    }
    const scale = (side - 2 * inset) / (most - least || 1);
    const centre = most > least ? 0 : side / 2 - inset;
    for (let cell = 0; cell < shape[0]; cell++) {
      const along = (data[2 * cell + axis]! - least) * scale + inset + centre;
      out[2 * cell + axis] = axis === 0 ? along : side - along;
    }
  }
  return out;
}

/** Cells are often sorted by batch: in random order, none of the batches hides the others. [cells] */
export const drawingOrder = (cells: number): Int32Array =>
  shuffle(
    Int32Array.from({ length: cells }, (_, cell) => cell),
    createRng('plot/order'),
  );

/** Red, green and blue, 0 to 255, of a colour in the notations of our palettes and of Plot's scales. */
export function rgbOf(colour: string): [number, number, number] {
  const parts = colour.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/\d+/g) ?? []).map(Number);
  return [parts[0]!, parts[1]!, parts[2]!];
}
