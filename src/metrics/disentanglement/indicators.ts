import type { Factor } from './factor.js';

/** The cells of one category: 1 in it, 0 outside; both occur. [cells] */
export type Indicator = Int32Array;

/** All categories of all categorical factors, each against the rest; continuous factors have none. [categories][cells] */
export function indicators(factors: readonly Factor[]): Indicator[] {
  return factors
    .filter(({ values }) => values === undefined)
    .flatMap(({ codes, categories }) =>
      Array.from({ length: categories }, (_, k) => codes.map((code) => (code === k ? 1 : 0))),
    );
}

/** How many cells are in it. */
export const cellCount = (indicator: Indicator): number => indicator.reduce((sum, value) => sum + value, 0);
