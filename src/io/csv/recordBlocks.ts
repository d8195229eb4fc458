import { badText } from '../file/badText.js';
import type { OpenFile } from '../file/openFile.js';
import type { ReadText } from '../file/readLimits.js';
import { unpacked } from '../file/unpacked.js';

/** Whole lines of a table, with line feeds alone as line breaks. */
export interface RecordBlock {
  text: string;
  /** Number of its first line, from 1. */
  line: number;
}

const [lineFeed, quote] = [10, 34];
/** Longer records aren't gathered: a quote that is never closed would make the whole file one. */
const longestRecord = 2 ** 26;

/** Where the last record of a text ends, and whether the text ends within quotes. */
function scan(text: string, quoted: boolean): { end: number; quoted: boolean; ends: number } {
  let [end, ends] = [0, 0];
  let within = quoted;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === quote) within = !within;
    else if (unit === lineFeed) {
      ends++;
      if (!within) end = i + 1;
    }
  }
  return { end, quoted: within, ends };
}

/** The text of a file, piece by piece. A carriage return at the end of a piece waits for what follows it. */
async function* textPieces(file: OpenFile, options: ReadText): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let bytes = 0;
  for await (const piece of await unpacked(file, options)) {
    const text = rest + decode(piece, true);
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    rest = text.slice(whole.length);
    bytes += piece.length;
    yield whole.replaceAll(/\r\n?/g, '\n');
  }
  yield (rest + decode(new Uint8Array(0), false)).replaceAll('\r', '\n');

  function decode(piece: Uint8Array, stream: boolean): string {
    try {
      return decoder.decode(piece, { stream });
    } catch {
      const found = `other bytes after about ${bytes} bytes`;
      throw badText(file, { expected: 'text in UTF-8', found, next: 'Save it as UTF-8.' });
    }
  }
}

/**
 * Cuts a table of text into blocks of whole records: a line break within quotes ends none.
 *
 * @throws Error with the code `ZBIO_BAD_FILE` if the text isn't UTF-8, or a quote isn't closed.
 */
export async function* recordBlocks(file: OpenFile, options: ReadText): AsyncGenerator<RecordBlock> {
  let rest = '';
  let quoted = false;
  let line = 1;
  let restLines = 0;
  for await (const piece of textPieces(file, options)) {
    const found = scan(piece, quoted);
    const text = rest + piece.slice(0, found.end);
    quoted = found.quoted;
    rest = found.end > 0 ? piece.slice(found.end) : rest + piece;
    if (found.end > 0) yield { text, line };
    const lines = restLines + found.ends;
    restLines = found.end > 0 ? scan(rest, false).ends : lines;
    line += lines - restLines;
    if (rest.length > longestRecord) throw tooLong();
  }
  if (quoted) throw tooLong();
  if (rest !== '') yield { text: rest, line };

  function tooLong(): Error {
    const expected = quoted ? 'a closing quote' : `lines of at most ${longestRecord} characters`;
    return badText(file, { line, expected, found: quoted ? 'none' : 'a longer one' });
  }
}
