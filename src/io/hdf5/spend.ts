import { badElement } from './badElement.js';
import type { Reader, ReadLimits } from './h5.js';

/**
 * A file may take at most this many times its own size in memory, and no less than `leastBytes`. Expression compresses 5 to 50
 * times; a file that declares a billion rows in 50 kB is damaged or hostile.
 */
const mostExpansion = 200;
const leastBytes = 2 ** 25;
/** An element takes at least about 100 bytes of a file. */
const bytesPerElement = 64;

/** The limits of a file of `size` bytes; `bytes` is the caller's own limit. */
export function limitsOf(size: number, bytes?: number): ReadLimits {
  const elements = 1000 + size / bytesPerElement;
  return { bytes: bytes ?? Math.max(leastBytes, size * mostExpansion), elements };
}

/** Counts the memory that an element takes, before it is taken. */
export function spendBytes({ limits }: Reader, path: string, bytes: number): void {
  if (!limits) return;
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

/** Counts a visited element. Links can lead to one element again and again; the size of the file limits how many there are. */
export function spendElement({ limits }: Reader, path: string): void {
  if (!limits || limits.elements-- > 0) return;
  const expected = 'no more elements than a file of this size can hold';
  throw badElement({ path, expected, found: 'links that lead to the same ones again and again' });
}
