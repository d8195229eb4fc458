import { cellsOf } from '../../matrix/cellsOf.js';
import type { Rng } from '../../random/rng.js';
import type { Factor } from './factor.js';

/** The cells that share the value of a cell drawn at random. */
export type CellSampler = (rng: Rng) => readonly number[];

/**
 * Draws sets of cells that share a factor's value, a value as often as cells have it. What a simulator would make anew is
 * taken from the cells there are, so factors that go together in the data stay together. A value of one cell is left out.
 */
export function cellSampler({ codes, categories }: Factor): CellSampler {
  const groups = cellsOf(codes, categories);
  const cells = groups.filter((group) => group.length > 1).flat();
  return (rng) => groups[codes[cells[rng.integer(cells.length)]!]!]!;
}
