import type { LongOptions } from './longOptions.js';

/** The numbers of the attempts of a part, from 0, until all are done or the time is over. */
export function* attempts({ inputs, seconds }: Pick<LongOptions, 'inputs' | 'seconds'>): Generator<number> {
  const end = performance.now() + 1000 * seconds;
  for (let i = 0; i < inputs && (i === 0 || performance.now() < end); i++) yield i;
}
