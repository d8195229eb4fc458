import { quoted } from '../../check/quoted.js';
import { badText, excerpt } from '../file/badText.js';
import type { OpenFile } from '../file/openFile.js';

const fields = ['real', 'double', 'integer', 'unsigned-integer', 'pattern'] as const;
const symmetries = ['general', 'symmetric', 'skew-symmetric'] as const;

/** The first line of a Matrix Market file. */
export interface Banner {
  /** Whether entries come with their places; otherwise, all values are listed, column after column. */
  sparse: boolean;
  /** What an entry has: no value, a whole number, or a number. */
  field: 'pattern' | 'whole' | 'number';
  symmetry: (typeof symmetries)[number];
}

/** The sizes that the file declares. */
export interface Sizes {
  rows: number;
  columns: number;
  /** Number of entries or, for a dense matrix, of values that are listed. */
  entries: number;
}

/** The largest size: those of typed arrays are 32-bit. */
const largest = 2 ** 31 - 1;

function known<T extends string>(file: OpenFile, found: string, allowed: readonly T[]): T {
  const match = allowed.find((name) => name === found);
  if (match !== undefined) return match;
  const complex = found === 'complex' || found === 'hermitian';
  const next = complex ? 'Expression has real numbers: write their real part or their size.' : undefined;
  throw badText(file, {
    line: 1,
    expected: `one of ${quoted(allowed)}`,
    found: excerpt(found),
    ...(next ? { next } : {}),
  });
}

/** Reads the first line: `%%MatrixMarket matrix coordinate integer general`. */
export function readBanner(file: OpenFile, text: string): Banner {
  const words = text.trim().toLowerCase().split(/\s+/);
  if (words[0] !== '%%matrixmarket' || words.length < 3) {
    const expected = "a Matrix Market file, which begins with '%%MatrixMarket matrix coordinate …'";
    throw badText(file, { line: 1, expected, found: text === '' ? 'an empty line' : excerpt(text) });
  }
  const [, object, format, field = 'real', symmetry = 'general'] = words as [string, string, string];
  known(file, object, ['matrix']);
  const sparse = known(file, format, ['coordinate', 'array']) === 'coordinate';
  const kind = known(file, field, sparse ? fields : fields.filter((name) => name !== 'pattern'));
  const whole = kind === 'integer' || kind === 'unsigned-integer';
  return {
    sparse,
    field: kind === 'pattern' ? 'pattern' : whole ? 'whole' : 'number',
    symmetry: known(file, symmetry, symmetries),
  };
}

/** Values that a dense matrix lists: of a symmetric one, those on and below the diagonal. */
function listedValues(rows: number, columns: number, { symmetry }: Banner): number {
  if (symmetry === 'general') return rows * columns;
  return (rows * (rows + (symmetry === 'symmetric' ? 1 : -1))) / 2;
}

/** Reads the line of sizes: `rows columns entries`, or `rows columns` for a dense matrix. */
export function readSizes(file: OpenFile, banner: Banner, text: string, line: number): Sizes {
  const words = text.trim().split(/\s+/);
  const numbers = words.map((word) => (/^\d+$/.test(word) ? Number(word) : Number.NaN));
  const count = banner.sparse ? 3 : 2;
  if (words.length !== count || !numbers.every((size) => size <= largest)) {
    const expected = `the sizes, ${count} whole numbers up to ${largest}: rows, columns${banner.sparse ? ', entries' : ''}`;
    throw badText(file, { line, expected, found: excerpt(text) });
  }
  const [rows, columns, entries = 0] = numbers as [number, number, number];
  if (banner.symmetry !== 'general' && rows !== columns) {
    const expected = `as many rows as columns in a ${banner.symmetry} matrix`;
    throw badText(file, { line, expected, found: `${rows} and ${columns}` });
  }
  return { rows, columns, entries: banner.sparse ? entries : listedValues(rows, columns, banner) };
}
