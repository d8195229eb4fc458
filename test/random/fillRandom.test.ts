import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fillNormalsInBulk, fillUniformsInBulk } from '../../src/random/fillRandom.js';
import { createRng } from '../../src/random/rng.js';

const count = 2 ** 20;
const normals = fillNormalsInBulk(new Float32Array(count), createRng(1));
const uniforms = fillUniformsInBulk(new Float32Array(count), createRng(2));
const fills = { fillNormalsInBulk, fillUniformsInBulk };

const mean = (values: Float32Array, of: (value: number, i: number) => number = (value) => value): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i]!, i);
  return sum / values.length;
};

/** Kolmogorov's statistic times √n; above 1.63 for one in a hundred fair samples. */
function kolmogorov(values: Float32Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  const n = sorted.length;
  let most = 0;
  for (let i = 0; i < n; i++) {
    const share = cdf(sorted[i]!);
    most = Math.max(most, share - i / n, (i + 1) / n - share);
  }
  return most * Math.sqrt(n);
}

/** Abramowitz & Stegun 26.2.17, to 8e-8. */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const coefficients = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153];
  const series = coefficients.reduce((sum, next) => sum * t + next, 0) * t;
  const upper = (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)) * series;
  return x > 0 ? 1 - upper : upper;
}

describe('normal values', () => {
  test.each([
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
    [6, 15, 10170],
  ])('have the moment of order %i', (order, moment, variance) => {
    expect(Math.abs(mean(normals, (x) => x ** order) - moment)).toBeLessThan(4 * Math.sqrt(variance / count));
  });

  test('follow the normal distribution', () => {
    expect(kolmogorov(normals.subarray(0, 200_000), normalCdf)).toBeLessThan(1.63);
  });

  // Shares beyond each point on one side, from scipy.stats.norm.sf.
  test.each([
    [3, 1.349898e-3],
    [3.5, 2.326291e-4],
    [4, 3.167124e-5],
    [4.5, 3.397673e-6],
  ])('lie beyond ±%f as often as they should', (point, share) => {
    for (const sign of [-1, 1]) {
      const beyond = count * mean(normals, (x) => (sign * x > point ? 1 : 0));
      expect(Math.abs(beyond - share * count)).toBeLessThan(4 * Math.sqrt(share * count));
    }
  });

  // Partners of a Box-Muller draw are 4 places apart, draws of one lane 8.
  test.each([1, 2, 3, 4, 5, 7, 8, 16])(
    'do not depend on the values %i places before, nor do their squares',
    (lag) => {
      const product = (f: (x: number) => number) =>
        mean(normals.subarray(lag), (x, i) => f(x) * f(normals[i]!));
      expect(Math.abs(product((x) => x))).toBeLessThan(4 / Math.sqrt(count));
      expect(Math.abs(product((x) => (x * x - 1) / Math.SQRT2))).toBeLessThan(4 / Math.sqrt(count));
    },
  );
});

describe('uniform values', () => {
  test('lie in [0, 1) and follow the uniform distribution', () => {
    expect(uniforms.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(kolmogorov(uniforms.subarray(0, 200_000), (x) => x)).toBeLessThan(1.63);
  });

  test('do not depend on their neighbours', () => {
    const product = mean(uniforms.subarray(1), (x, i) => 12 * (x - 0.5) * (uniforms[i]! - 0.5));
    expect(Math.abs(product)).toBeLessThan(4 / Math.sqrt(count));
  });
});

describe.each(['fillNormalsInBulk', 'fillUniformsInBulk'] as const)('%s', (name) => {
  const fill = fills[name];

  test('gives consecutive arrays that do not depend on each other, place by place', () => {
    const rng = createRng(3);
    const [first, second] = [fill(new Float32Array(2 ** 18), rng), fill(new Float32Array(2 ** 18), rng)];
    const [a, b] = [mean(first), mean(second)];
    const spread = name === 'fillNormalsInBulk' ? 1 : 1 / 12;
    const covariance = mean(first, (x, i) => (x - a) * (second[i]! - b)) / spread;
    expect(Math.abs(covariance)).toBeLessThan(4 / Math.sqrt(first.length));
  });

  test('takes two draws from the stream, whatever the length, and continues from its saved state', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 9000 }), (seed, length) => {
        const [rng, other] = [createRng(seed), createRng(seed)];
        fill(new Float32Array(length), rng);
        other.next();
        other.next();
        expect(rng.state()).toEqual(other.state());
        const resumed = createRng(seed, JSON.parse(JSON.stringify(rng.state())));
        expect(fill(new Float32Array(20), resumed)).toEqual(fill(new Float32Array(20), rng));
      }),
      { numRuns: 30 },
    );
  });

  test('gives the first values of a longer array, across pieces', () => {
    const long = fill(new Float32Array(10_000), createRng(5));
    for (const length of [0, 1, 7, 8, 4095, 4096, 4097, 9999])
      expect(fill(new Float32Array(length), createRng(5))).toEqual(long.subarray(0, length));
  });
});

// Saved models resume their training with these values: a change here breaks them.
test.each([
  ['fillNormalsInBulk', 'bfd43273 3ef2eb28 bf487a58 3fbeb2d4 bf8c908c bf5c8214 bf405be1 bf8fa4a4'],
  ['fillUniformsInBulk', '3e0dcab0 3f1dda03 3f0e0efb 3e33d388 3eafaccc 3f6b7ca0 3ebe50ea 3e16c998'],
] as const)('%s is fixed by the seed, to the bit', (name, expected) => {
  const words = new Uint32Array(fills[name](new Float32Array(8), createRng(0)).buffer);
  expect([...words].map((word) => word.toString(16)).join(' ')).toBe(expected);
});

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test('the values are the same to the bit', async () => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    const plain = await import('../../src/random/fillRandom.js');
    for (const name of ['fillNormalsInBulk', 'fillUniformsInBulk'] as const) {
      const found = plain[name](new Float32Array(5001), createRng(6));
      expect(found).toEqual(fills[name](new Float32Array(5001), createRng(6)));
    }
  });
});
