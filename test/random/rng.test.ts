import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/random/rng.js';
import { shuffle } from '../../src/random/shuffle.js';

const draw = (seed: number | string, count = 5): number[] => {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => rng.next());
};

describe('createRng', () => {
  test('equal seeds give equal numbers, others other ones; 0 is a seed like any other', () => {
    expect(draw(0)).toEqual(draw(0));
    expect(draw(0)).not.toEqual(draw(1));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  test('goes on from a saved state, through JSON', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 50 }), (seed, before) => {
        const rng = createRng(seed);
        for (let i = 0; i < before; i++) rng.next();
        const again = createRng(seed, JSON.parse(JSON.stringify(rng.state())));
        expect([again.next(), again.next()]).toEqual([rng.next(), rng.next()]);
      }),
    );
  });

  test('a named stream does not depend on what was drawn', () => {
    const rng = createRng(3);
    const fresh = rng.stream('noise').next();
    rng.next();
    expect(rng.stream('noise').next()).toBe(fresh);
    expect(rng.stream('shuffle').next()).not.toBe(fresh);
  });

  test('normal values have mean 0, variance 1, and the share within one deviation', () => {
    const values = createRng(1).normals(new Float64Array(100_001));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    const within = values.filter((value) => Math.abs(value) < 1).length / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.01);
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe('shuffle', () => {
  test('keeps every item and is fixed by the seed', () => {
    const items = Int32Array.from({ length: 100 }, (_, i) => i);
    const once = shuffle(items.slice(), createRng(1));
    expect([...once].sort((a, b) => a - b)).toEqual([...items]);
    expect(once).toEqual(shuffle(items.slice(), createRng(1)));
    expect(once).not.toEqual(items);
  });

  test('puts every item everywhere equally often', () => {
    const rng = createRng(2);
    const firsts = new Float64Array(4);
    for (let i = 0; i < 8000; i++) firsts[shuffle([0, 1, 2, 3], rng)[0]!]!++;
    for (const count of firsts) expect(Math.abs(count / 8000 - 0.25)).toBeLessThan(0.02);
  });
});
