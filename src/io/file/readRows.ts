import { badText } from './badText.js';
import { eachLine } from './eachLine.js';
import type { OpenFile } from './openFile.js';
import { checkBytes, type ReadText } from './readLimits.js';

/** What a row costs in memory besides its text, about. */
const perRow = 64;

/**
 * Reads a file of lines with fields between tabs, which are never quoted, such as those beside the matrices of 10x Genomics.
 *
 * @throws Error with the code `ZBIO_BAD_FILE`, with the line, if it isn't UTF-8, or larger than a file of its size may be.
 */
export async function readRows(file: OpenFile, options: ReadText): Promise<string[][]> {
  const rows: string[][] = [];
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytesTaken = 0;
  await eachLine(file, options, (bytes, from, to, line) => {
    bytesTaken += perRow + to - from;
    checkBytes(file, options, bytesTaken, `${line} lines`, line);
    rows.push(decode(bytes.subarray(from, to), line).split('\t'));
  });
  return rows;

  function decode(bytes: Uint8Array, line: number): string {
    try {
      return decoder.decode(bytes);
    } catch {
      throw badText(file, {
        line,
        expected: 'text in UTF-8',
        found: 'other bytes',
        next: 'Save it as UTF-8.',
      });
    }
  }
}
