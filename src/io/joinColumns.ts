import { categorical } from './categorical.js';
import {
  type Categorical,
  type Column,
  columnText,
  isCategorical,
  isNullable,
  type NumberColumn,
} from './column.js';
import { sameValue } from './sameValue.js';

function joinArrays<T extends Float64Array | Float32Array | Int32Array>(
  out: T,
  columns: readonly ArrayLike<number>[],
): T {
  let at = 0;
  for (const column of columns) {
    out.set(column, at);
    at += column.length;
  }
  return out;
}

const entriesOf = ({ categories, codes }: Categorical): (string | number | boolean | null)[] =>
  Array.from(codes, (code) => categories[code] ?? null);

function joinCategorical(columns: readonly Categorical[]): Categorical {
  const [first] = columns as readonly [Categorical];
  const same = columns.every(
    ({ categories, ordered = false }) =>
      sameValue(categories, first.categories) && ordered === (first.ordered ?? false),
  );
  const length = columns.reduce((sum, { codes }) => sum + codes.length, 0);
  if (same)
    return {
      ...first,
      codes: joinArrays(
        new Int32Array(length),
        columns.map(({ codes }) => codes),
      ),
    };
  const entries = columns.flatMap(entriesOf);
  return categorical(entries.map((entry) => (typeof entry === 'boolean' ? String(entry) : entry)));
}

type Plain = Exclude<Column, Categorical | { mask: Uint8Array }>;

const isPlain = (column: Column): column is Plain => !isCategorical(column) && !isNullable(column);

function joinPlain(columns: readonly Plain[]): Column | undefined {
  const length = columns.reduce((sum, column) => sum + column.length, 0);
  const numbers = columns.filter((column): column is NumberColumn => !Array.isArray(column));
  if (numbers.length === columns.length) {
    const whole = numbers.every((column) => column instanceof Int32Array);
    return joinArrays(whole ? new Int32Array(length) : new Float64Array(length), numbers);
  }
  const kinds = new Set(columns.map((column) => (Array.isArray(column) ? typeof column[0] : 'number')));
  return kinds.size === 1 ? (columns.flatMap((column) => column as string[]) as string[]) : undefined;
}

/** Joins columns of the same name end to end. Columns of different kinds become categories of text. */
export function joinColumns(columns: readonly Column[]): Column {
  if (columns.every(isCategorical)) return joinCategorical(columns);
  const plain = columns.every(isPlain) ? joinPlain(columns) : undefined;
  return plain ?? categorical(columns.flatMap(columnText));
}
