import { abortSignal, numberWithin, optional, optionalFunction } from '../../check/checks.js';
import type { OptionTable } from '../../check/options.js';
import { limitsOf } from '../hdf5/spend.js';
import { badText } from './badText.js';
import type { OpenFile } from './openFile.js';

/** Options that all readers of text files share. */
export interface TextOptions {
  /**
   * Most bytes that a file may unpack to, and that its values may take in memory. Default: 200 times the size of the file, at least
   * 32 MiB, which no sound file comes near; a damaged or hostile one can ask for more than there is.
   */
  maxBytes?: number;
  /** Aborts the reading, which rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called while the file is read, with the number of its bytes read so far and of all its bytes. */
  onProgress?: (done: number, all: number) => void;
}

/** {@link TextOptions} as they are read. */
export interface ReadText {
  maxBytes?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: TextOptions['onProgress'] | undefined;
}

/** The entries of {@link TextOptions} for a table of options. */
export const textOptions: OptionTable<TextOptions, Required<ReadText>> = {
  maxBytes: optional((argument, given: number) => numberWithin(argument, given, 1)),
  signal: optional(abortSignal),
  onProgress: optionalFunction,
};

/** Most bytes that a file may take. */
export function mostBytes({ size }: OpenFile, { maxBytes }: ReadText): number {
  return limitsOf(size, { maxBytes }).bytes;
}

/** Throws, before the memory is taken, if values of a file would take more of it than the file may. */
export function checkBytes(
  file: OpenFile,
  options: ReadText,
  bytes: number,
  of: string,
  line?: number,
): void {
  const most = mostBytes(file, options);
  if (bytes <= most) return;
  throw badText(file, {
    ...(line === undefined ? {} : { line }),
    expected: `values of at most ${Math.floor(most)} bytes in a file of ${file.size} bytes`,
    found: `${of}, which take ${bytes}`,
    next: `If the file is sound, allow more: ${file.caller}(source, { maxBytes: ${bytes} }).`,
  });
}
