import type { CsrMatrix } from '../../matrix/matrix.js';
import { categorical } from '../categorical.js';
import type { Column } from '../column.js';
import { badText, excerpt } from '../file/badText.js';
import { numberOf } from '../file/numberOf.js';
import type { OpenFile } from '../file/openFile.js';
import { checkBytes, type ReadText } from '../file/readLimits.js';
import { createCsrBuilder } from './csrBuilder.js';
import { fieldValue, isMissing } from './fieldValue.js';
import type { UseRecord } from './readRecords.js';
import { type KnownColumns, layoutOf, type TableLayout } from './tableLayout.js';

/** A table of values as it lies in the file. */
export interface ValueTable {
  /** [rows, columns of values] */
  values: CsrMatrix;
  /** Undefined if rows have none. */
  rowNames: string[] | undefined;
  columnNames: string[];
  /** Columns that hold no values, by name. */
  annotations: Record<string, Column>;
}

/** Takes a table record by record. */
export interface TableReader {
  use: UseRecord;
  close(): ValueTable;
}

/** What a name or a text takes in memory besides its characters, about. */
const perText = 32;

/** Numbers if all entries are, otherwise categories. */
function columnOf(texts: readonly string[]): Column {
  const entries = texts.map((text) => (isMissing(text.trim()) ? null : text));
  const numbers = entries.map((text) => (text === null ? Number.NaN : numberOf(text.trim())));
  const isNumbers = entries.some((text) => text !== null) && numbers.every((value) => value !== undefined);
  return isNumbers ? Float64Array.from(numbers as number[]) : categorical(entries);
}

/** A reader of a table with a line of headings. */
export function createTableReader(
  file: OpenFile,
  options: ReadText & KnownColumns & { missing?: number | undefined },
): TableReader {
  let header: readonly string[] | undefined;
  let layout: TableLayout | undefined;
  let bytes = 0;
  const names: string[] = [];
  const texts: string[][] = [];
  const builder = createCsrBuilder((more) => checkBytes(file, options, bytes + more, `${names.length} rows`));
  const keep = (list: string[], text: string, line: number): void => {
    bytes += perText + text.length;
    checkBytes(file, options, bytes, `${line} lines`, line);
    // A slice of the text of the file would keep all of it in memory.
    list.push(text);
  };
  const begin = (first: readonly string[], line: number): TableLayout => {
    const found = layoutOf(file, header!, first, line, options);
    texts.push(...found.annotations.map(() => []));
    return found;
  };
  const addRow = (
    { width, nameField, values, annotations }: TableLayout,
    fields: readonly string[],
    line: number,
  ) => {
    if (fields.length !== width) {
      const found = `${fields.length}: ${excerpt(fields.join(' '))}`;
      throw badText(file, { line, expected: `${width} fields, as in the lines before`, found });
    }
    keep(names, nameField === undefined ? '' : fields[nameField]!, line);
    for (const [i, { field }] of annotations.entries()) keep(texts[i]!, fields[field]!, line);
    for (let column = 0; column < values.length; column++) {
      const { name, field } = values[column]!;
      const value = fieldValue(file, fields[field]!, options.missing, () => ({ line, column: name }));
      builder.add(column, value);
    }
    builder.endRow();
  };
  return {
    use(fields, line) {
      if (header) {
        layout ??= begin(fields, line);
        addRow(layout, fields, line);
      } else header = fields;
    },
    close() {
      if (!layout) {
        const found = header ? 'a line of headings alone' : 'an empty file';
        throw badText(file, { expected: 'a table with a line of headings and lines of values', found });
      }
      const { nameField, values, annotations } = layout;
      return {
        values: builder.close(values.length),
        rowNames: nameField === undefined ? undefined : names,
        columnNames: values.map(({ name }) => name),
        annotations: Object.fromEntries(annotations.map(({ name }, i) => [name, columnOf(texts[i]!)])),
      };
    },
  };
}
