import { csrFromTriples } from '../../matrix/csrFromTriples.js';
import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import type { Banner, Sizes } from './readHeader.js';

/** Takes the entries of a matrix one by one, in the order of the file. */
export interface EntryCollector {
  /** Number of bytes that it takes in memory. */
  bytes: number;
  /** Reserves the memory. */
  open(): void;
  /** Adds an entry; places are from 0. */
  add(row: number, column: number, value: number): void;
  /** The matrix of all entries. */
  close(): Matrix | CsrMatrix;
}

type Layout = Banner & Sizes & { transpose: boolean };

function sparseCollector({ rows, columns, entries, symmetry, transpose }: Layout): EntryCollector {
  const mirrored = symmetry === 'general' ? 0 : symmetry === 'symmetric' ? 1 : -1;
  const most = mirrored ? 2 * entries : entries;
  const shape: [number, number] = transpose ? [columns, rows] : [rows, columns];
  let triples = { rows: new Int32Array(0), columns: new Int32Array(0), data: new Float32Array(0) };
  let count = 0;
  const put = (row: number, column: number, value: number): void => {
    triples.rows[count] = transpose ? column : row;
    triples.columns[count] = transpose ? row : column;
    triples.data[count++] = value;
  };
  return {
    bytes: most * 12 + shape[0] * 4,
    open() {
      triples = { rows: new Int32Array(most), columns: new Int32Array(most), data: new Float32Array(most) };
    },
    add(row, column, value) {
      put(row, column, value);
      if (mirrored && row !== column) put(column, row, mirrored * value);
    },
    close() {
      const { rows: majors, columns: minors, data } = triples;
      const used = count === most;
      const all = used
        ? triples
        : { rows: majors.slice(0, count), columns: minors.slice(0, count), data: data.slice(0, count) };
      return csrFromTriples(all, shape);
    },
  };
}

function denseCollector({ rows, columns, symmetry, transpose }: Layout): EntryCollector {
  const mirrored = symmetry === 'general' ? 0 : symmetry === 'symmetric' ? 1 : -1;
  const shape: [number, number] = transpose ? [columns, rows] : [rows, columns];
  let data = new Float32Array(0);
  const put = (row: number, column: number, value: number): void => {
    data[transpose ? column * rows + row : row * columns + column] = value;
  };
  return {
    bytes: rows * columns * 4,
    open() {
      data = new Float32Array(rows * columns);
    },
    add(row, column, value) {
      put(row, column, value);
      if (mirrored && row !== column) put(column, row, mirrored * value);
    },
    close: () => ({ data, shape }),
  };
}

/** A collector for the matrix that a file declares. */
export function collectEntries(layout: Layout): EntryCollector {
  return layout.sparse ? sparseCollector(layout) : denseCollector(layout);
}
