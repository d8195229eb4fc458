import { readFileSync } from 'node:fs';
import type { ReferenceCase } from './losses.js';

/** Negative binomial and Poisson at hard counts, means and dispersions, from mpmath; entry i belongs together. */
export type Extremes = Record<
  'counts' | 'logMean' | 'logDispersion' | 'value' | 'ofLogMean' | 'ofLogDispersion' | 'poisson',
  number[]
>;

const all: { cases: ReferenceCase[]; extremes: Extremes } = JSON.parse(
  readFileSync(new URL('distributions.json', import.meta.url), 'utf8'),
);

/** See {@link Extremes}. */
export const EXTREMES: Extremes = all.extremes;

/** The cases of one function, from PyTorch in float64 (distributions.py). */
export function distributionCases<Options = object>(name: string): ReferenceCase<Options>[] {
  const cases = all.cases.filter((one) => one.loss === name);
  if (cases.length === 0) throw new Error(`distributions.json has no case of ${name}`);
  return cases as ReferenceCase<Options>[];
}
