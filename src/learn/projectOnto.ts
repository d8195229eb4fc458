import { dot } from '../matrix/dot.js';
import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';

function projectCsrRow(x: CsrMatrix, cell: number, vectors: Float64Array[], out: Float64Array): void {
  const { data, indices, indptr } = x;
  const [from, to] = [indptr[cell]!, indptr[cell + 1]!];
  vectors.forEach((v, component) => {
    let sum = 0;
    for (let k = from; k < to; k++) sum += data[k]! * v[indices[k]!]!;
    out[component] = sum;
  });
}

/** Computes (x - mean) · vectors. CSR is never made dense. [cells, vectors.length] */
export function projectOnto(x: Matrix | CsrMatrix, mean: Float64Array, vectors: Float64Array[]): Matrix {
  const [cells, genes] = x.shape;
  const shift = vectors.map((v) => dot(mean, v));
  const data = new Float32Array(cells * vectors.length);
  const row = new Float64Array(genes);
  const projected = new Float64Array(vectors.length);
  for (let cell = 0; cell < cells; cell++) {
    if (isCsr(x)) projectCsrRow(x, cell, vectors, projected);
    else {
      row.set(x.data.subarray(cell * genes, (cell + 1) * genes));
      for (let k = 0; k < vectors.length; k++) projected[k] = dot(row, vectors[k]!);
    }
    for (let k = 0; k < shift.length; k++) data[cell * shift.length + k] = projected[k]! - shift[k]!;
  }
  return { data, shape: [cells, vectors.length] };
}
