import { failure, type ZbioError } from '../../check/errors.js';

const foreign = new WeakSet<object>();

/** Parts of the message about an element of a file. */
export interface BadElement {
  /** Its path in the file. */
  path: string;
  expected: string;
  found: string;
  /** What to do next, as a sentence. Default: to leave the element out, or to write the file again. */
  next?: string;
  cause?: unknown;
}

/** What columns and matrices consist of. */
const parts = /\/(codes|categories|values|mask|data|indices|indptr|row|col)$/;

function wayOn(path: string): string {
  const needed =
    !/^(mod\/[^/]+\/)?(obs|var|obsm|layers|uns)\/./.test(path) || /^(obs|var)\/_?index$/.test(path);
  if (needed) return 'Write the file again.';
  const whole = path.replace(parts, '');
  return `Write the file again, or leave the element out: readH5ad(source, { leaveOut: ['${whole}'] }).`;
}

/** Error for an element that is damaged or contradicts another. */
export function badElement({ path, expected, found, next = wayOn(path), cause }: BadElement): ZbioError {
  const message = `readH5ad: '${path}': expected ${expected}, found ${found}. ${next}`;
  return failure('ZBIO_BAD_FILE', message, cause === undefined ? {} : { cause });
}

/** Error for a sound element that has no counterpart here. `optional` leaves it out; for all others, it is an error as any other. */
export function foreignElement(parts: BadElement): ZbioError {
  const error = badElement(parts);
  foreign.add(error);
  return error;
}

/** Reads an element that the cells can do without: undefined if it has no counterpart here. */
export function optional<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (foreign.has(error as object)) return undefined;
    throw error;
  }
}
