import { badText, excerpt } from '../file/badText.js';
import type { OpenFile } from '../file/openFile.js';
import { checkBytes, type ReadText } from '../file/readLimits.js';
import { delimiterOf } from './delimiterOf.js';
import { loadPapa, type Papa } from './loadPapa.js';
import { type RecordBlock, recordBlocks } from './recordBlocks.js';

/** Takes the fields of one record and the number of its line. */
export type UseRecord = (fields: readonly string[], line: number) => void;

/** What a field takes in memory at least. */
const perField = 16;
/** Blocks are about as long as the pieces of the file, unless a record is longer. */
const longBlock = 2 ** 22;

function chooseDelimiter(file: OpenFile, { text }: RecordBlock): string {
  const found = delimiterOf(text);
  if (found !== undefined) return found;
  const expected = 'a table, with a comma, a tab, a semicolon or a space between fields';
  throw badText(file, { line: 1, expected, found: excerpt(text.split('\n', 1)[0]!) });
}

/** Throws, before they are made, if the fields of a long record take more memory than they may. */
function checkFields(
  file: OpenFile,
  options: ReadText,
  { text, line }: RecordBlock,
  delimiter: string,
): void {
  if (text.length < longBlock) return;
  let fields = 1;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) fields++;
  checkBytes(file, options, fields * perField + text.length, `${fields} fields`, line);
}

function parseBlock(
  file: OpenFile,
  papa: Papa,
  { text, line }: RecordBlock,
  delimiter: string,
  use: UseRecord,
): void {
  const whole = text.endsWith('\n') ? text.slice(0, -1) : text;
  const { data, errors } = papa.parse<string[]>(whole, { delimiter, newline: '\n' });
  const bad = errors.find(({ type }) => type === 'Quotes');
  // Line breaks within quotes make records of several lines.
  const isLong = text.includes('"');
  let at = line;
  data.forEach((fields, i) => {
    if (bad?.row === i) {
      const found = excerpt(fields.join(delimiter));
      throw badText(file, { line: at, expected: 'fields in quotes only as a whole', found });
    }
    if (fields.length > 1 || fields[0] !== '') use(fields, at);
    at += 1 + (isLong ? fields.reduce((sum, field) => sum + field.split('\n').length - 1, 0) : 0);
  });
}

/** Runs `use` on every record of a table of text. Empty lines are passed over. */
export async function readRecords(
  file: OpenFile,
  options: ReadText,
  delimiter: string | undefined,
  use: UseRecord,
): Promise<void> {
  const papa = await loadPapa(file.caller);
  let between = delimiter;
  for await (const block of recordBlocks(file, options)) {
    const text = block.line === 1 ? block.text.replace(/^\ufeff?\n*/, '') : block.text;
    if (text === '') continue;
    between ??= chooseDelimiter(file, { ...block, text });
    checkFields(file, options, block, between);
    parseBlock(file, papa, { text, line: block.line }, between, use);
  }
}
