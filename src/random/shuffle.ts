import type { Rng } from './rng.js';

/** Shuffles `items` in place (Fisher-Yates; every order is equally likely) and returns it. */
export function shuffle<T extends Int32Array | unknown[]>(items: T, rng: Rng): T {
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const held = items[i];
    items[i] = items[j] as never;
    items[j] = held as never;
  }
  return items;
}
