import { badValue } from '../../check/errors.js';
import { listed } from '../../check/quoted.js';
import { badText, excerpt } from '../file/badText.js';
import { numberOf } from '../file/numberOf.js';
import type { OpenFile } from '../file/openFile.js';

/** What the columns of a table are. */
export interface TableLayout {
  /** Number of fields in every line but, perhaps, the first. */
  width: number;
  /** The field that holds the names of the rows; undefined if none does. */
  nameField: number | undefined;
  /** The columns of values: their names and fields. */
  values: { name: string; field: number }[];
  /** The columns of other things. */
  annotations: { name: string; field: number }[];
}

/** What the caller knows of the columns. */
export interface KnownColumns {
  rowNames?: boolean | undefined;
  annotations: readonly string[];
}

/** Whether the first column holds names. Without a heading of its own, it does. */
function hasRowNames(
  file: OpenFile,
  header: readonly string[],
  first: readonly string[],
  line: number,
  known: KnownColumns,
): boolean {
  if (known.rowNames !== undefined) return known.rowNames;
  if (first.length === header.length + 1 || header[0] === '' || numberOf(first[0]!) === undefined)
    return true;
  const found = `${excerpt(first[0]!)} below the heading ${excerpt(header[0]!)}`;
  const next = `Say which: ${file.caller}(source, { rowNames: true }), or { rowNames: false } if it holds values.`;
  throw badText(file, { line, expected: 'names in the first column', found, next });
}

function checkHeader(file: OpenFile, names: readonly string[]): void {
  const numbers = names.map(numberOf);
  const isData =
    numbers.every((value) => value !== undefined) &&
    (new Set(names).size < names.length || numbers.some((value) => !Number.isInteger(value)));
  if (isData) {
    const next = 'Add a line with the names of the columns.';
    throw badText(file, {
      line: 1,
      expected: 'names of columns',
      found: `numbers: ${listed(names, 3)}`,
      next,
    });
  }
  const nameless = names.indexOf('');
  if (nameless < 0) return;
  throw badText(file, {
    line: 1,
    expected: 'a name for every column',
    found: `none for column ${nameless + 1} of values`,
  });
}

/**
 * Decides what the columns are by the first two lines.
 *
 * @throws Error with the code `ZBIO_BAD_FILE` if they contradict each other, or leave it open whether rows have names.
 */
export function layoutOf(
  file: OpenFile,
  header: readonly string[],
  first: readonly string[],
  line: number,
  known: KnownColumns,
): TableLayout {
  const named = hasRowNames(file, header, first, line, known);
  // R's write.table leaves out the heading of the names.
  const lacking = named && first.length === header.length + 1;
  const headings = lacking ? ['', ...header] : header;
  const columns = headings.map((name, field) => ({ name, field })).slice(named ? 1 : 0);
  const isOther = ({ name }: { name: string }): boolean => known.annotations.includes(name);
  const unknown = known.annotations.find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined) {
    const expected = `columns among ${listed(columns.map(({ name }) => name))}`;
    throw badValue({ argument: `${file.caller}: annotations`, expected, received: `'${unknown}'` });
  }
  const values = columns.filter((column) => !isOther(column));
  checkHeader(
    file,
    values.map(({ name }) => name),
  );
  return {
    width: headings.length,
    nameField: named ? 0 : undefined,
    values,
    annotations: columns.filter(isOther),
  };
}
