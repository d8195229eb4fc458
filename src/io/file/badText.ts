import { failure, type ZbioError } from '../../check/errors.js';
import type { OpenFile } from './openFile.js';

/** Parts of the message about a file of text. */
export interface BadText {
  /** The line, from 1, if it is about one. */
  line?: number;
  expected: string;
  found: string;
  /** What to do next, as a sentence. */
  next?: string;
}

/** Error for a file of text that is damaged, contradicts itself, or holds something else than expected. */
export function badText({ caller, name }: OpenFile, { line, expected, found, next }: BadText): ZbioError {
  const place = line === undefined ? name : `${name}, line ${line}`;
  return failure(
    'ZBIO_BAD_FILE',
    `${caller}: ${place}: expected ${expected}, found ${found}.${next ? ` ${next}` : ''}`,
  );
}

const mostShown = 60;

/** A piece of a file for a message: in quotes, without control characters, and not too long. */
export function excerpt(text: string): string {
  const short = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  // JSON escapes what a terminal could take for a command.
  return `'${JSON.stringify(short).slice(1, -1).replaceAll('\\"', '"').replaceAll('\u007f', '\\u007f')}'`;
}
