import { createRng } from '../../../src/random/rng.js';

/** A list in a random order, of which the first `most` are taken: all of them, or an even sample. */
export function sampled<T>(all: readonly T[], { seed, most }: { seed: number; most: number }): T[] {
  const rng = createRng(seed);
  const order = all.map((item) => ({ item, key: rng.next() }));
  return order
    .sort((a, b) => a.key - b.key)
    .slice(0, most)
    .map(({ item }) => item);
}
