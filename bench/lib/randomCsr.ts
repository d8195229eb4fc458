import type { CsrMatrix } from '../../src/matrix/matrix.js';
import { createRng } from '../../src/random/rng.js';

/** Random cells in CSR that look log-normalised; one in `every` genes has a value. */
export function randomCsr(cells: number, genes: number, every: number): CsrMatrix {
  const rng = createRng(`csr ${cells} ${genes}`);
  const each = Math.floor(genes / every);
  const data = new Float32Array(cells * each);
  const indices = new Int32Array(cells * each);
  for (let k = 0; k < data.length; k++) {
    const draw = rng.next();
    data[k] = 0.5 + 2 * draw;
    // Uses the lower bits of the draw, so that position and value are independent.
    indices[k] = (k % each) * every + Math.floor(((draw * 4096) % 1) * every);
  }
  const indptr = Int32Array.from({ length: cells + 1 }, (_, cell) => cell * each);
  return { data, indices, indptr, shape: [cells, genes] };
}
