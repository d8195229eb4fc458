import { fitsFloat } from '../file/numberOf.js';
import type { EntryCollector } from './collectEntries.js';
import type { Banner, Sizes } from './readHeader.js';
import { createLineScanner, type LineScanner } from './scanLine.js';

/** Where the next value of a dense matrix belongs: columns are listed, those of symmetric ones from the diagonal or below it. */
function* placesOf({ rows, columns }: Sizes, { symmetry }: Banner): Generator<[row: number, column: number]> {
  for (let column = 0; column < columns; column++) {
    const first = symmetry === 'general' ? 0 : symmetry === 'symmetric' ? column : column + 1;
    for (let row = first; row < rows; row++) yield [row, column];
  }
}

/** A function that reads the value of an entry; undefined if it isn't one. */
function valueReader({ field }: Banner, scanner: LineScanner): () => number | undefined {
  if (field === 'pattern') return () => 1;
  return () => {
    const value = scanner.number();
    if (value === undefined || (field === 'whole' && !Number.isInteger(value))) return undefined;
    return fitsFloat(value) ? value : undefined;
  };
}

/** Gives a collector the entry on the line `bytes[from, to)`; false if the line holds none. */
export type TakeEntry = (bytes: Uint8Array, from: number, to: number) => boolean;

/** A function that takes one line after the other. */
export function takeEntries(banner: Banner, sizes: Sizes, collector: EntryCollector): TakeEntry {
  const scanner = createLineScanner();
  const readValue = valueReader(banner, scanner);
  const places = banner.sparse ? undefined : placesOf(sizes, banner);
  return (bytes, from, to) => {
    scanner.start(bytes, from, to);
    const place = places?.next().value;
    // Places in the file are from 1.
    const row = place ? place[0] : scanner.index() - 1;
    const column = place ? place[1] : scanner.index() - 1;
    const value = readValue();
    const inside = row >= 0 && row < sizes.rows && column >= 0 && column < sizes.columns;
    if (!inside || value === undefined || !scanner.ended()) return false;
    collector.add(row, column, value);
    return true;
  };
}

/** What a line should hold. */
export function entryText({ sparse, field }: Banner, { rows, columns }: Sizes): string {
  const value = field === 'whole' ? 'a whole number' : 'a number that float32 holds';
  if (!sparse) return value;
  const place = `a row from 1 to ${rows} and a column from 1 to ${columns}`;
  return field === 'pattern' ? place : `${place}, and ${value}`;
}
