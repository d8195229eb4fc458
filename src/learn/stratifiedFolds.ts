import { cellsOf } from '../matrix/cellsOf.js';
import type { Rng } from '../random/rng.js';
import { shuffle } from '../random/shuffle.js';

/**
 * Assigns every cell to a fold, from 0. Classes are spread evenly over the folds, and folds have equal sizes, both up to
 * one cell. [cells]
 *
 * @param codes - Class of every cell, from 0. [cells]
 */
export function stratifiedFolds(codes: Int32Array, classes: number, folds: number, rng: Rng): Int32Array {
  const foldOf = new Int32Array(codes.length);
  let dealt = 0;
  for (const cells of cellsOf(codes, classes)) {
    for (const cell of shuffle(cells, rng)) foldOf[cell] = dealt++ % folds;
  }
  return foldOf;
}
