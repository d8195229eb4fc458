import { badElement } from './badElement.js';
import type { Reader, ReadLimits } from './h5.js';

/**
 * A file may take at most this many times its own size in memory, and no less than `leastBytes`. Expression compresses 5 to 50
 * times; a file that declares a billion rows in 50 kB is damaged or hostile.
 */
const mostExpansion = 200;
const leastBytes = 2 ** 25;

/** The limits of a file of `size` bytes; `bytes` is the caller's own limit. */
export function limitsOf(
  size: number,
  bytes: number = Math.max(leastBytes, size * mostExpansion),
): ReadLimits {
  return { bytes };
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
