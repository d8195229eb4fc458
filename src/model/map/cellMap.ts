import type * as tf from '@tensorflow/tfjs';
import { badValue } from '../../check/errors.js';
import type { Labels } from '../../matrix/labels.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { takeRows } from '../../train/minibatch.js';
import type { InputCells } from './inputScale.js';

/** A map from cells to new rows in evaluation mode. */
export interface CellMap {
  cells: InputCells;
  /** Further inputs with one row per cell, by name (not `x` or `result`): categories, or values [cells, size]. */
  inputs?: Readonly<Record<string, Labels | Matrix>>;
  /** Number of columns of the result. */
  columns: number;
  /** Whether `map` reads sparse cells as compressed rows, because its first layer does; default false. */
  sparse?: boolean;
  /**
   * Maps a chunk of cells on the model's scale, with its further inputs (categories one-hot), to [cells, columns]. Runs inside
   * `tf.tidy`. Each row must depend on its own cell alone: recording runs the map twice, and some cells may be mapped twice.
   */
  map(x: tf.Tensor2D | CsrMatrix, inputs: Record<string, tf.Tensor2D>): tf.Tensor2D;
}

/** Maps cells chunk by chunk. */
export interface Mapper {
  /** Whether all chunks must have the same size. */
  readonly oneSize: boolean;
  /** Whether it starts work on the next chunk ahead of time. */
  readonly looksAhead: boolean;
  /**
   * Maps a chunk into `target` [chunk, columns].
   *
   * @param start - Row of the chunk's first cell among all cells.
   * @param next - The chunk that follows, for a mapper that looks ahead.
   */
  run(
    chunk: Matrix | CsrMatrix,
    start: number,
    target: Float32Array,
    next?: Matrix | CsrMatrix,
  ): Promise<void>;
  release(): Promise<void>;
}

/** The further inputs of `count` cells from row `start`. [count, size] each */
export function inputRows(
  { inputs = {} }: CellMap,
  start: number,
  count: number,
): [name: string, rows: Matrix][] {
  const columns = Object.entries(inputs);
  if (columns.length === 0) return [];
  const rows = Int32Array.from({ length: count }, (_, i) => start + i);
  return columns.map(([name, column]) => [name, takeRows(column, rows)]);
}

/** Applies the map. Throws unless the result has one row per cell and the promised number of columns. */
export function mapped(
  { map, columns }: CellMap,
  x: tf.Tensor2D | CsrMatrix,
  inputs: Record<string, tf.Tensor2D>,
): tf.Tensor2D {
  const rows = map(x, inputs);
  const wanted = `${[x.shape[0], columns]}`;
  if (`${rows.shape}` === wanted) return rows;
  const argument = 'the result of a map of cells';
  throw badValue({ argument, expected: `[${wanted}], cells and columns`, received: `[${rows.shape}]` });
}
