import { badType, badValue } from '../../check/errors.js';
import { isArrayLike, shown } from '../../check/values.js';
import type { DotRows } from './dotRows.js';

/** The cells of selected dots, in rising order. */
export const cellsOf = (selected: readonly number[], { cellOf }: DotRows): Int32Array =>
  Int32Array.from(selected, (dot) => cellOf[dot]!).sort();

/** The dots of cells, each once. Throws unless all are cells of the map. */
export function dotsOf(argument: string, cells: ArrayLike<number>, { dotOf }: DotRows): number[] {
  if (!isArrayLike(cells)) {
    throw badType({ argument, expected: 'indices of cells', received: shown(cells) });
  }
  const dots = new Set<number>();
  for (let i = 0; i < cells.length; i++) {
    const dot = dotOf[cells[i] as number];
    if (dot === undefined) {
      const expected = `indices of cells, 0 to ${dotOf.length - 1}`;
      throw badValue({ argument, expected, received: `${shown(cells[i])} as entry ${i}` });
    }
    dots.add(dot);
  }
  return [...dots];
}
