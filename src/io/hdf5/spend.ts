import { badElement } from './badElement.js';
import type { Reader, ReadLimits } from './h5.js';

/**
 * A file may take at most this many times its own size in memory, and no less than `leastBytes`. Expression compresses 5 to 50
 * times; a file that declares a billion rows in 50 kB is damaged or hostile.
 */
const mostExpansion = 200;
const leastBytes = 2 ** 25;

/** Elements per byte of the file, and the least number. A sound element takes 300 bytes or more; a link to one takes 40. */
const [elementsPerByte, leastElements] = [1 / 250, 2000];

/** Limits that a caller sets. */
export interface OwnLimits {
  /** Most bytes of values. */
  maxBytes?: number | undefined;
  /** Most elements. */
  maxElements?: number | undefined;
  /** Most bytes of values of one element. */
  maxElementBytes?: number | undefined;
}

/** The limits of a file of `size` bytes. */
export function limitsOf(
  size: number,
  { maxBytes, maxElements, maxElementBytes }: OwnLimits = {},
): ReadLimits {
  return {
    bytes: maxBytes ?? Math.max(leastBytes, size * mostExpansion),
    elements: maxElements ?? Math.max(leastElements, Math.floor(size * elementsPerByte)),
    ...(maxElementBytes === undefined ? {} : { elementBytes: maxElementBytes }),
  };
}

/** Raises what is left of the limits of a file that turns out to have more bytes, because it leads to other files. */
export function raiseLimits(limits: ReadLimits, own: OwnLimits, from: number, to: number): void {
  const [before, after] = [limitsOf(from, own), limitsOf(to, own)];
  limits.bytes += after.bytes - before.bytes;
  limits.elements += after.elements - before.elements;
}

/** Counts an element, before it is read. */
export function spendElement({ limits }: Reader, path: string): void {
  if (!limits || limits.elements-- > 0) return;
  throw badElement({
    path,
    expected: 'no more elements in a file of this size',
    found: 'one more',
    next: 'If the file is sound, allow more: readH5ad(source, { maxElements }).',
  });
}

/**
 * Counts the memory that an element takes, before it is taken.
 *
 * @param whole - What the element takes with what it has taken so far. Default: `bytes`.
 */
export function spendBytes({ limits }: Reader, path: string, bytes: number, whole: number = bytes): void {
  if (!limits) return;
  if (whole > (limits.elementBytes ?? Infinity)) {
    throw badElement({
      path,
      expected: `at most ${limits.elementBytes} bytes of values in one element`,
      found: `${whole}`,
      next: 'If the file is sound, allow more: readH5ad(source, { maxElementBytes }).',
    });
  }
  if (bytes > limits.bytes) {
    throw badElement({
      path,
      expected: `at most ${Math.floor(limits.bytes)} more bytes of values in a file of this size`,
      found: `${bytes}`,
      next: 'If the file is sound, allow more: readH5ad(source, { maxBytes }).',
    });
  }
  limits.bytes -= bytes;
}
