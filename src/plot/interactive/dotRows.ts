import type { Matrix } from '../../matrix/matrix.js';
import { dotPositions, drawingOrder } from '../embedding/dots.js';
import type { DotRow } from './loadScatterplot.js';

/** The dots of a map in the order in which they are drawn. */
export interface DotRows {
  rows: DotRow[];
  /** Cell of each dot. [cells] */
  cellOf: Int32Array;
  /** Dot of each cell. [cells] */
  dotOf: Int32Array;
}

/** The square in which the static picture places its dots, so that both look alike. */
const side = 440;

/** Places the cells of a map, all in the first colour. */
export function dotRows(points: Matrix): DotRows {
  const positions = dotPositions(points, side);
  const cellOf = drawingOrder(points.shape[0]);
  const dotOf = new Int32Array(cellOf.length);
  const rows = Array.from(cellOf, (cell, dot): DotRow => {
    dotOf[cell] = dot;
    return [(2 * positions[2 * cell]!) / side - 1, 1 - (2 * positions[2 * cell + 1]!) / side, 0];
  });
  return { rows, cellOf, dotOf };
}

/** Gives every dot the colour of its cell. In place: a million rows are too many to make anew. */
export function colourRows({ rows, cellOf }: DotRows, codes: Int32Array): void {
  for (const [dot, row] of rows.entries()) row[2] = codes[cellOf[dot]!]!;
}
