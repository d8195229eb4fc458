import { numberOf } from '../file/numberOf.js';

/** Reads the words of one line of numbers, without making texts of them where that can be avoided. */
export interface LineScanner {
  /** Begins with the line `bytes[from, to)`. */
  start(bytes: Uint8Array, from: number, to: number): void;
  /** The next word as a whole number of at least 0; NaN if it is something else or there is none. */
  index(): number;
  /** The next word as a number; undefined if it is something else or there is none. */
  number(): number | undefined;
  /** Whether all words were read. */
  ended(): boolean;
}

const [zero, nine, minus] = [48, 57, 45];
/** Whole numbers of more digits may not fit into a double exactly. */
const safeDigits = 15;
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/** A scanner, to be used for many lines. */
export function createLineScanner(): LineScanner {
  let bytes: Uint8Array = new Uint8Array(0);
  let [at, end, wordEnd] = [0, 0, 0];
  const nextWord = (): boolean => {
    while (at < end && isSpace(bytes[at]!)) at++;
    wordEnd = at;
    while (wordEnd < end && !isSpace(bytes[wordEnd]!)) wordEnd++;
    return wordEnd > at;
  };
  /** The digits from `at` to the end of the word; NaN if there is anything else. */
  const digits = (): number => {
    if (wordEnd === at || wordEnd - at > safeDigits) return Number.NaN;
    let value = 0;
    for (let i = at; i < wordEnd; i++) {
      const byte = bytes[i]!;
      if (byte < zero || byte > nine) return Number.NaN;
      value = value * 10 + byte - zero;
    }
    return value;
  };
  const text = (): string => String.fromCharCode(...bytes.subarray(at, Math.min(wordEnd, at + 400)));
  return {
    start(line, from, to) {
      bytes = line;
      at = from;
      end = to;
    },
    index() {
      const value = nextWord() ? digits() : Number.NaN;
      at = wordEnd;
      return value;
    },
    number() {
      if (!nextWord()) return undefined;
      const negative = bytes[at] === minus;
      const from = at;
      if (negative) at++;
      const whole = digits();
      at = from;
      const value = Number.isNaN(whole) ? numberOf(text()) : negative ? -whole : whole;
      at = wordEnd;
      return value;
    },
    ended: () => !nextWord(),
  };
}
