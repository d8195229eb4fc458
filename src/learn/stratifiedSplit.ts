import { cellsOf } from '../matrix/cellsOf.js';
import type { Rng } from '../random/rng.js';
import { shuffle } from '../random/shuffle.js';

/** Row numbers of training cells and test cells. */
export interface Split {
  train: Int32Array;
  test: Int32Array;
}

/** Draws a third of every category's cells for testing; at least one if the category has two. */
export function stratifiedSplit(codes: Int32Array, categories: number, rng: Rng): Split {
  const train: number[] = [];
  const test: number[] = [];
  for (const cells of cellsOf(codes, categories)) {
    const held = cells.length < 2 ? 0 : Math.max(1, Math.round(cells.length / 3));
    shuffle(cells, rng).forEach((cell, i) => {
      (i < held ? test : train).push(cell);
    });
  }
  return { train: Int32Array.from(train).sort(), test: Int32Array.from(test).sort() };
}
