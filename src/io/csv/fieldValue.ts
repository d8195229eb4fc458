import { badText, excerpt } from '../file/badText.js';
import { fitsFloat, numberOf } from '../file/numberOf.js';
import type { OpenFile } from '../file/openFile.js';

const missingTexts = ['', 'NA', 'N/A', 'n/a', '<NA>', 'NaN', 'nan', 'NULL', 'null', 'None', 'na'];

/** Whether a field says that its value is missing. */
export const isMissing = (field: string): boolean => missingTexts.includes(field);

/** Where a field is. */
export interface FieldPlace {
  line: number;
  /** Name of its column. */
  column: string;
}

function notMissing(file: OpenFile, field: string, { line, column }: FieldPlace): Error {
  const next = `If missing values mean 0: ${file.caller}(source, { missing: 0 }).`;
  const found = field === '' ? 'nothing' : excerpt(field);
  return badText(file, { line, expected: `a number in column ${excerpt(column)}`, found, next });
}

function notNumber(file: OpenFile, field: string, { line, column }: FieldPlace): Error {
  const isDecimalComma = /^[+-]?\d*,\d+$/.test(field);
  const next = isDecimalComma
    ? 'Write numbers with a decimal point, not a comma (in R: write.csv, not write.csv2).'
    : `If the column holds no values, name it: ${file.caller}(source, { annotations: [${excerpt(column)}] }).`;
  return badText(file, {
    line,
    expected: `a number that float32 holds in column ${excerpt(column)}`,
    found: excerpt(field),
    next,
  });
}

/** The number in a field; `missing` if it has none. Throws if it holds something else, or is missing and may not be. */
export function fieldValue(
  file: OpenFile,
  field: string,
  missing: number | undefined,
  place: () => FieldPlace,
): number {
  // The most frequent field by far.
  if (field === '0') return 0;
  const text = field.trim();
  if (isMissing(text)) {
    if (missing === undefined) throw notMissing(file, text, place());
    return missing;
  }
  const value = numberOf(text);
  if (value === undefined || !fitsFloat(value)) throw notNumber(file, text, place());
  return value;
}
