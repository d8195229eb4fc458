import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from '../../src/check/nearest.js';

test.each<[string, string[], string]>([
  ['specifed', ['default', 'specified', 'plain'], 'specified'],
  ['BATCH', ['batchClassifier', 'batch'], 'batch'],
  ['epoch', ['epochs', 'batchSize'], 'epochs'],
  ['', ['ab', 'a'], 'a'],
  ['xyz', ['first', 'second', 'third'], 'first'],
])("'%s' among %o: '%s'", (word, known, wanted) => {
  expect(nearest(word, known)).toBe(wanted);
});

test('an empty list has no nearest name', () => {
  expect(nearest('word', [])).toBeUndefined();
});

test('an allowed word is nearest to itself, and the list stays unchanged', () => {
  const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(words, fc.nat(7), (known, pick) => {
      const [word, before] = [known[pick % known.length]!, [...known]];
      expect(nearest(word, known)).toBe(word);
      expect(known).toEqual(before);
    }),
    { numRuns: 100, seed: 1 },
  );
});
