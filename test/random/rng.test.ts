import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/random/rng.js';
import { shuffle } from '../../src/random/shuffle.js';

const draw = (seed: number | string, count = 5): number[] => {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => rng.next());
};

describe('createRng', () => {
  test('equal seeds give equal numbers, different seeds different ones; 0 is a seed like any other', () => {
    expect(draw(0)).toEqual(draw(0));
    expect(draw(0)).not.toEqual(draw(1));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  test('continues from a saved state, through JSON', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 50 }), (seed, before) => {
        const rng = createRng(seed);
        for (let i = 0; i < before; i++) rng.next();
        const again = createRng(seed, JSON.parse(JSON.stringify(rng.state())));
        expect([again.next(), again.next()]).toEqual([rng.next(), rng.next()]);
      }),
    );
  });

  test('a named stream does not depend on earlier draws', () => {
    const rng = createRng(3);
    const fresh = rng.stream('noise').next();
    rng.next();
    expect(rng.stream('noise').next()).toBe(fresh);
    expect(rng.stream('shuffle').next()).not.toBe(fresh);
  });

  test('normal values follow the normal distribution, tails included', () => {
    const count = 200_001;
    const values = createRng(1).normals(new Float64Array(count)).sort();
    // Shares of N(0, 1) below each point, from scipy.stats.norm.cdf; 4 standard errors of slack.
    const shares = {
      '-3.5': 2.326291e-4,
      '-2': 0.0227501,
      '-1': 0.1586553,
      '-0.1': 0.4601722,
      '0.5': 0.6914625,
      '3': 0.9986501,
    };
    for (const [point, share] of Object.entries(shares)) {
      const below = values.findIndex((value) => value > Number(point)) / count;
      expect(Math.abs(below - share), point).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
    }
    const mean = values.reduce((a, b) => a + b, 0) / count;
    const moment = (power: number) => values.reduce((a, b) => a + b ** power, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(0.009);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.013);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
  });

  test('neighbouring normal values are not correlated', () => {
    const values = createRng(2).normals(new Float64Array(100_000));
    const product = values.reduce((sum, value, i) => sum + value * (values[i + 1] ?? 0), 0) / values.length;
    expect(Math.abs(product)).toBeLessThan(0.013);
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
