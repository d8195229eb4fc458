import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Matrix } from '../../src/matrix/matrix.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { logNormalize } from '../../src/preprocess/logNormalize.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { csr } from './reference.js';

const cells = fc
  .array(fc.constantFrom(0, 0, 0, 1, 2, 7, 8, 0.5, 1.5, 300, 16777216), { minLength: 12, maxLength: 12 })
  .map((values): Matrix => ({ data: Float32Array.from(values), shape: [4, 3] }));

test('equals log1p(normalizeTotal(x)) to the bit, dense and CSR, also for fractional counts and cells of zeros', () => {
  fc.assert(
    fc.property(cells, (dense) => {
      for (const x of [dense, csr(dense)]) {
        const before = x.data.slice();
        expect(logNormalize(x, 1e4)).toEqual(log1p(normalizeTotal(x, { targetSum: 1e4 })));
        expect(x.data).toEqual(before);
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});
