import { sameValue } from '../../sameValue.js';

/** Elements of a file: their names, and how to read one; undefined for what has no counterpart in memory. */
export interface Before<T> {
  /** Path of the group with a slash at the end. */
  path: string;
  names: readonly string[];
  read(name: string): T | undefined;
}

/** No elements: everything is new. */
export const nothing: Before<never> = { path: '', names: [], read: () => undefined };

/** What distinguishes elements in memory from those of a file. */
export interface Difference<T> {
  /** Elements to write: new ones, and those with other values. */
  put: [name: string, value: T][];
  /** Names of readable elements that are no longer there. */
  gone: string[];
  same: boolean;
}

/**
 * Compares elements with those of a file, one at a time, so that only one is in memory twice.
 *
 * @param kept - Paths of elements that stay although they aren't in memory.
 */
export function difference<T>(
  now: Record<string, T>,
  before: Before<T>,
  kept?: ReadonlySet<string>,
): Difference<T> {
  const there = new Set(before.names);
  const put = Object.entries(now).filter(
    ([name, value]) => !there.has(name) || !sameValue(value, before.read(name)),
  );
  const gone = before.names.filter(
    (name) => !Object.hasOwn(now, name) && !kept?.has(before.path + name) && before.read(name) !== undefined,
  );
  return { put, gone, same: !put.length && !gone.length };
}
