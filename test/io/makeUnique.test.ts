import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnnData } from '../../src/io/createAnnData.js';
import { makeUnique } from '../../src/io/makeUnique.js';

// From anndata 0.12: test/reference/makeUnique.py.
test.each([
  [
    ['A', 'B', 'A', 'A'],
    ['A', 'B', 'A-1', 'A-2'],
  ],
  [
    ['A', 'A-1', 'A'],
    ['A', 'A-1', 'A-2'],
  ],
  [
    ['A', 'A', 'A-1', 'A-1', 'A'],
    ['A', 'A-2', 'A-1', 'A-1-1', 'A-3'],
  ],
  [
    ['', ''],
    ['', '-1'],
  ],
  [
    ['toString', 'toString', '__proto__', '__proto__'],
    ['toString', 'toString-1', '__proto__', '__proto__-1'],
  ],
  [[], []],
])('%j', (names, unique) => {
  expect(makeUnique(names)).toEqual(unique);
});

test('names are unique, the first of equal names stays, unique names stay as they are', () => {
  const names = fc.array(fc.constantFrom('A', 'A-1', 'A-2', 'A-1-1', 'B', ''), { maxLength: 20 });
  fc.assert(
    fc.property(names, (given) => {
      const unique = makeUnique(given);
      expect(new Set(unique).size).toBe(given.length);
      for (const name of given) expect(unique[given.indexOf(name)]).toBe(name);
      expect(makeUnique(unique)).toEqual(unique);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('annotated cells: everything but the names is shared', () => {
  const x = { data: Float32Array.of(1, 2), shape: [1, 2] as [number, number] };
  const adata = createAnnData(x, { varNames: ['A', 'A'] });
  expect(makeUnique(adata)).toEqual({ ...adata, varNames: ['A', 'A-1'] });
  expect(adata.varNames).toEqual(['A', 'A']);
});
