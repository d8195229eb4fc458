import type { Factor } from './factor.js';

/** Indicator of one category: 1 for its cells, 0 for all others; both values occur. [cells] */
export type Indicator = Int32Array;

/** Indicators of all categories of all categorical factors; continuous factors have none. [categories][cells] */
export function indicators(factors: readonly Factor[]): Indicator[] {
  return factors
    .filter(({ values }) => values === undefined)
    .flatMap(({ codes, categories }) =>
      Array.from({ length: categories }, (_, k) => codes.map((code) => (code === k ? 1 : 0))),
    );
}

/** Number of cells in the category. */
export const cellCount = (indicator: Indicator): number => indicator.reduce((sum, value) => sum + value, 0);
