import { cellsOf } from '../../matrix/cellsOf.js';
import type { Rng } from '../../random/rng.js';
import type { Factor } from './factor.js';

/** Draws a cell at random and returns all cells that share its value. */
export type CellSampler = (rng: Rng) => readonly number[];

/**
 * Draws sets of cells that share a factor's value, with a probability proportional to the number of cells that have it.
 * A simulator would make new cells; this samples the observed ones, so factors that are correlated in the data stay
 * correlated. A value that only one cell has is left out.
 */
export function cellSampler({ codes, categories }: Factor): CellSampler {
  const groups = cellsOf(codes, categories);
  const cells = groups.filter((group) => group.length > 1).flat();
  return (rng) => groups[codes[cells[rng.integer(cells.length)]!]!]!;
}
