import { optional, textList, trueOrFalse } from '../../check/checks.js';
import { badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { shown } from '../../check/values.js';
import { transposeCsr } from '../../matrix/transposeCsr.js';
import type { AnnData } from '../anndata.js';
import { createAnnData } from '../createAnnData.js';
import { type FileSource, openFile } from '../file/openFile.js';
import { type TextOptions, textOptions } from '../file/readLimits.js';
import { inLessMemory } from './csrBuilder.js';
import { readRecords } from './readRecords.js';
import { createTableReader, type ValueTable } from './tableReader.js';

/** Options of {@link readCsv}. */
export interface ReadCsvOptions extends TextOptions {
  /** Whether the file holds genes x cells, as most on GEO do. Default false: cells x genes. */
  transpose?: boolean;
  /** The character between fields. Default: comma, tab, semicolon or `|`, whichever the first line has most of; else a space. */
  delimiter?: string;
  /**
   * Whether the first column holds the names of the rows. Default: decided from the first two lines. A column of numbers below a
   * heading is refused, as it may be either.
   */
  rowNames?: boolean;
  /** Names of columns that hold no values: they become columns of `obs`, or of `var` with `transpose`. Default: none. */
  annotations?: readonly string[];
  /** The value of entries that are missing (empty, NA, NaN, null …). Default: they are an error. */
  missing?: number;
}

function oneCharacter(argument: string, given: unknown): string {
  if (typeof given === 'string' && /^[^"\n\r\ufeff]$/.test(given)) return given;
  throw badValue({ argument, expected: 'one character, but no quote or line break', received: shown(given) });
}

function aNumber(argument: string, given: unknown): number {
  if (typeof given === 'number') return given;
  throw badValue({ argument, expected: 'a number, or NaN', received: shown(given) });
}

const table = {
  transpose: (argument, given = false) => trueOrFalse(argument, given),
  delimiter: optional(oneCharacter),
  rowNames: optional(trueOrFalse),
  annotations: (argument, given = []) => textList(argument, given),
  missing: optional(aNumber),
  ...textOptions,
} satisfies OptionTable<ReadCsvOptions>;

function cellsOf({ values, rowNames, columnNames, annotations }: ValueTable, transpose: boolean): AnnData {
  const x = inLessMemory(transpose ? transposeCsr(values) : values);
  const rows = rowNames ?? Array.from({ length: values.shape[0] }, (_, i) => String(i));
  return transpose
    ? createAnnData(x, { obsNames: columnNames, varNames: rows, var: annotations })
    : createAnnData(x, { obsNames: rows, varNames: columnNames, obs: annotations });
}

/**
 * Reads a table of text (CSV, TSV; also `.gz`), as pandas and R write it: a line of headings, one line per cell or, with `transpose`, per
 * gene, names of the rows in the first column. Fields may be in quotes; a byte order mark and line breaks of any system are passed over.
 * Values become float32. gzip is recognised by its first bytes.
 *
 * Needs the optional package papaparse (`npm install papaparse`), which parses the fields.
 *
 * @param source - A path (in Node), the bytes of the file, or a Blob such as the `File` of an `<input type="file">`.
 * @returns Expression as CSR if more than half of it is 0, else dense. [cells, genes]
 * @throws RangeError if the file can't be read; Error with the code `ZBIO_BAD_FILE`, with the line, the column, what was expected and what
 * was found, if a value is missing or no number (a decimal comma, for example), lines differ in length, a quote isn't closed, or the file
 * isn't UTF-8; Error if papaparse isn't installed; the reason of `signal` if it was aborted.
 * @example
 * ```ts
 * const adata = await readCsv('GSE123_counts.csv.gz', { transpose: true });
 * const withBatch = await readCsv('cells.csv', { annotations: ['batch'] });
 * ```
 */
export async function readCsv(source: FileSource, options: ReadCsvOptions = {}): Promise<AnnData> {
  const { transpose, delimiter, ...reading } = readOptions('readCsv', options, table);
  const file = await openFile('readCsv', source);
  const reader = createTableReader(file, reading);
  await readRecords(file, reading, delimiter, reader.use);
  return cellsOf(reader.close(), transpose);
}
