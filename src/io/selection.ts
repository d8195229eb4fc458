import { badType, badValue } from '../check/errors.js';
import { nearest } from '../check/nearest.js';
import { isArrayLike, shown } from '../check/values.js';

/** A selection of cells or genes: numbers, names, or a mask with one true / false per cell or gene. */
export type Selection = readonly number[] | Int32Array | readonly string[] | readonly boolean[];

function rowsOfMask(argument: string, mask: readonly boolean[], names: readonly string[]): number[] {
  if (mask.length === names.length) return mask.flatMap((chosen, row) => (chosen ? [row] : []));
  throw badValue({ argument, expected: `a mask of ${names.length} entries`, received: `${mask.length}` });
}

function rowsOfNames(argument: string, wanted: readonly string[], names: readonly string[]): number[] {
  const rowOf = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [row, name] of names.entries()) {
    if (rowOf.has(name)) repeated.add(name);
    rowOf.set(name, row);
  }
  return wanted.map((name) => {
    const row = rowOf.get(name);
    if (row !== undefined && !repeated.has(name)) return row;
    const received = `${shown(name)}, which ${row === undefined ? 'does not occur' : 'occurs several times'}`;
    const next =
      row === undefined ? `Did you mean '${nearest(String(name), names)}'?` : 'Select by number instead.';
    throw badValue({ argument, expected: 'names that occur once', received, next });
  });
}

/**
 * Turns a selection into row numbers.
 *
 * @throws RangeError on a mask of another length, a name that doesn't occur or isn't unique, or a number out of range.
 */
export function selectedRows(argument: string, selection: Selection, names: readonly string[]): number[] {
  if (!isArrayLike(selection)) {
    const expected = 'a list of numbers or names, or a mask';
    throw badType({ argument, expected, received: shown(selection) });
  }
  const first: unknown = selection[0];
  if (typeof first === 'boolean') return rowsOfMask(argument, selection as boolean[], names);
  if (typeof first === 'string') return rowsOfNames(argument, selection as string[], names);
  const rows = Array.from(selection as readonly number[]);
  const isOutside = (row: number): boolean => !Number.isInteger(row) || row < 0 || row >= names.length;
  if (!rows.some(isOutside)) return rows;
  const outside: unknown = rows.find(isOutside);
  throw badValue({ argument, expected: `whole numbers below ${names.length}`, received: shown(outside) });
}
