import { badText } from './badText.js';
import type { OpenFile } from './openFile.js';
import type { ReadText } from './readLimits.js';
import { unpacked } from './unpacked.js';

/** Takes line number `line` (from 1): `bytes[from, to)`, without its line break. The bytes are valid during the call only. */
export type UseLine = (bytes: Uint8Array, from: number, to: number, line: number) => void;

/** Longer lines aren't gathered: a file without line breaks would be held as a whole. */
const longestLine = 2 ** 20;

const [lineFeed, carriageReturn] = [10, 13];

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const hasMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/** Runs `use` on every line of a file of text, which may be packed with gzip. A byte order mark is passed over. */
export async function eachLine(file: OpenFile, options: ReadText, use: UseLine): Promise<void> {
  let rest: Uint8Array = new Uint8Array(0);
  let line = 0;
  const take = (bytes: Uint8Array, from: number, to: number): void => {
    const start = line++ === 0 && hasMark(bytes) ? 3 : from;
    use(bytes, start, to > start && bytes[to - 1] === carriageReturn ? to - 1 : to, line);
  };
  for await (const piece of await unpacked(file, options)) {
    const bytes = joined(rest, piece);
    let from = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
      take(bytes, from, end);
      from = end + 1;
    }
    rest = bytes.slice(from);
    if (rest.length > longestLine) {
      const expected = `lines of at most ${longestLine} bytes`;
      throw badText(file, { line: line + 1, expected, found: 'a longer one' });
    }
  }
  if (rest.length > 0) take(rest, 0, rest.length);
}
