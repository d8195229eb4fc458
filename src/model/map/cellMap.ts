import type * as tf from '@tensorflow/tfjs';
import { badValue } from '../../check/errors.js';
import type { Labels } from '../../matrix/labels.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { takeRows } from '../../train/minibatch.js';
import type { InputCells } from './inputScale.js';

/** A map from cells to new rows in evaluation mode. */
export interface CellMap {
  cells: InputCells;
  /** What else is known of each cell, by name (not `x` or `result`): categories, or values [cells, size]. */
  known?: Readonly<Record<string, Labels | Matrix>>;
  /** Columns of the result. */
  columns: number;
  /** Whether sparse cells may come as they are, because the first layer takes them; default false. */
  sparse?: boolean;
  /**
   * Some cells on the model's scale, and what is known of them (categories one-hot), to [cells, columns]. Runs inside `tf.tidy`. What
   * comes out for a cell is a function of that cell alone: to be recorded it runs twice, and some cells may be mapped twice.
   */
  map(x: tf.Tensor2D | CsrMatrix, known: Record<string, tf.Tensor2D>): tf.Tensor2D;
}

/** Computes a map for a chunk of cells after the other. */
export interface Mapper {
  /** Whether it takes chunks of one size only. */
  readonly oneSize: boolean;
  /** Whether it begins work on the next chunk. */
  readonly looksAhead: boolean;
  /**
   * Maps a chunk, whose first row is the cells' row `start`, into `target` [chunk, columns].
   *
   * @param next - The chunk that comes after it, for a mapper that looks ahead.
   */
  run(
    chunk: Matrix | CsrMatrix,
    start: number,
    target: Float32Array,
    next?: Matrix | CsrMatrix,
  ): Promise<void>;
  release(): Promise<void>;
}

/** What is known of so many cells from `start` on. [count, size] each */
export function knownOf(
  { known = {} }: CellMap,
  start: number,
  count: number,
): [name: string, rows: Matrix][] {
  const columns = Object.entries(known);
  if (columns.length === 0) return [];
  const rows = Int32Array.from({ length: count }, (_, i) => start + i);
  return columns.map(([name, values]) => [name, takeRows(values, rows)]);
}

/** The map's result; throws unless it has a row for each cell, and the columns that were promised. */
export function mapped(
  { map, columns }: CellMap,
  x: tf.Tensor2D | CsrMatrix,
  known: Record<string, tf.Tensor2D>,
): tf.Tensor2D {
  const rows = map(x, known);
  const wanted = `${[x.shape[0], columns]}`;
  if (`${rows.shape}` === wanted) return rows;
  const argument = 'the result of a map of cells';
  throw badValue({ argument, expected: `[${wanted}], cells and columns`, received: `[${rows.shape}]` });
}
