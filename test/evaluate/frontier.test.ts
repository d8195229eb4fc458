import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knee, onFrontier } from '../../src/evaluate/frontier.js';

const candidate = (batchCorrection: number, bioConservation: number) => ({
  batchCorrection,
  bioConservation,
});

test('the frontier holds the candidates that none beats', () => {
  const candidates = [candidate(0.1, 0.9), candidate(0.5, 0.8), candidate(0.4, 0.7), candidate(0.9, 0.2)];
  expect(onFrontier(candidates)).toEqual([true, true, false, true]);
});

test('equal candidates are both on the frontier', () => {
  expect(onFrontier([candidate(0.5, 0.5), candidate(0.5, 0.5)])).toEqual([true, true]);
});

test('the knee is where the frontier bends', () => {
  const bent = [candidate(0.1, 0.9), candidate(0.7, 0.85), candidate(0.8, 0.4), candidate(0.9, 0.1)];
  expect(knee(bent)).toBe(1);
});

test('of two candidates, the knee is the one with the better total', () => {
  expect(knee([candidate(0.9, 0.2), candidate(0.2, 0.9)])).toBe(1);
  expect(knee([candidate(0.5, 0.5)])).toBe(0);
});

test('the knee is always on the frontier', () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(score, score), { minLength: 1, maxLength: 12 }), (pairs) => {
      const candidates = pairs.map(([batch, bio]) => candidate(batch, bio));
      expect(onFrontier(candidates)[knee(candidates)]).toBe(true);
    }),
  );
});
