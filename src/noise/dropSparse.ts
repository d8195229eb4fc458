import { type CsrMatrix, rowRange } from '../matrix/matrix.js';
import { fillUniformsInBulk } from '../random/fillRandom.js';
import type { Rng } from '../random/rng.js';

/** `dropoutNoise` on compressed rows: the same draws, and the same values to the bit. */
export function dropSparse(x: CsrMatrix, rate: number, rng: Rng): CsrMatrix {
  const [rows, columns] = x.shape;
  const uniform = fillUniformsInBulk(new Float32Array(rows * columns), rng);
  // Rounded to float32, as tensors would be.
  const keep = Math.fround(1 - Math.fround(rate));
  const scale = Math.fround(1 / keep);
  const data = new Float32Array(x.data.length);
  for (let row = 0; row < rows; row++) {
    const [from, to] = rowRange(x, row);
    for (let k = from; k < to; k++) {
      if (uniform[row * columns + x.indices[k]!]! < keep) data[k] = x.data[k]! * scale;
    }
  }
  return { ...x, data };
}
