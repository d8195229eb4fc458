import { type CsrMatrix, isCsr, type Matrix } from './matrix.js';
import { selectColumns } from './selectColumns.js';

function spreadDense(
  { data, shape: [rows, from] }: Matrix,
  places: readonly number[],
  width: number,
): Matrix {
  const out = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < from; j++) out[row * width + places[j]!] = data[row * from + j]!;
  }
  return { data: out, shape: [rows, width] };
}

/** As `selectColumns`, with a column of zeros for every -1. CSR stays CSR. */
export function placeColumns(x: Matrix | CsrMatrix, columns: readonly number[]): Matrix | CsrMatrix {
  const places = columns.flatMap((column, place) => (column < 0 ? [] : [place]));
  const present = places.map((place) => columns[place]!);
  const selected = selectColumns(x, present);
  if (places.length === columns.length) return selected;
  if (!isCsr(selected)) return spreadDense(selected, places, columns.length);
  const indices = selected.indices.map((column) => places[column]!);
  return { ...selected, indices, shape: [x.shape[0], columns.length] };
}
