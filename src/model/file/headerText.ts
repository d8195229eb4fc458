/** Largest header in bytes: far more than the names of a million genes and the history of 50,000 epochs. */
const mostBytes = 64 * 2 ** 20;
/** Most lists and objects in a header, and how deep they may be nested: what is parsed takes memory by these, not by its bytes. */
const mostParts = 2 ** 20;
const mostLevels = 64;

const [quote, backslash, opening, closing] = [0x22, 0x5c, [0x5b, 0x7b], [0x5d, 0x7d]] as const;

/** Why a header of that many bytes isn't read, or undefined. */
export function tooLong(bytes: number): string | undefined {
  return bytes > mostBytes ? `a header of ${bytes} bytes; the most are ${mostBytes}` : undefined;
}

/** Why the JSON text of a header isn't parsed, because it would take far more memory than the text; undefined if it is. */
export function tooIntricate(text: Uint8Array): string | undefined {
  let [parts, level, quoted] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]!;
    if (byte === quote) quoted = !quoted;
    else if (quoted) i += byte === backslash ? 1 : 0;
    else if (byte === opening[0] || byte === opening[1]) {
      parts++;
      level++;
      if (level > mostLevels) return `a header with more than ${mostLevels} levels`;
    } else if (byte === closing[0] || byte === closing[1]) level--;
  }
  return parts > mostParts ? `a header with more than ${mostParts} lists and objects` : undefined;
}

/** Whether an object anywhere in parsed JSON has the key `__proto__`: no header needs it, and it is a trap for whoever copies objects. */
export function hasProtoKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasProtoKey);
}
