import { badType, badValue } from './errors.js';
import { nearest } from './nearest.js';

const show = (value: unknown): string => {
  if (typeof value === 'string') return `'${value}'`;
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? `an array of ${value.length}` : 'an object';
};

/** Returns `value` if it is one of `allowed`; otherwise throws and suggests the nearest allowed one. */
export function oneOf<const T extends string>(argument: string, value: unknown, allowed: readonly T[]): T {
  if (allowed.includes(value as T)) return value as T;
  const next = typeof value === 'string' ? `Did you mean '${nearest(value, allowed)}'?` : undefined;
  const expected = `one of ${allowed.map((name) => `'${name}'`).join(', ')}`;
  throw badValue({ argument, expected, received: show(value), ...(next ? { next } : {}) });
}

/**
 * Throws on a key that isn't in `allowed` and suggests the nearest allowed one: a misspelt option must not be
 * ignored.
 */
export function rejectUnknown(argument: string, options: object, allowed: readonly string[]): void {
  // For untyped callers: a number or a function has no keys, so it would be ignored.
  if (typeof options !== 'object' || options === null) {
    throw badType({ argument, expected: 'an object with options', received: show(options) });
  }
  for (const key of Object.keys(options)) {
    if (allowed.includes(key)) continue;
    const expected = `options among ${allowed.join(', ')}`;
    const next = `Did you mean '${nearest(key, allowed)}'?`;
    throw badValue({ argument, expected, received: `unknown option '${key}'`, next });
  }
}

/** Returns `value` if it is a whole number of at least `least`; otherwise throws. */
export function wholeNumber(argument: string, value: unknown, least = 1): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw badValue({ argument, expected: `a whole number >= ${least}`, received: show(value) });
}

function rangeText(least: number, most: number): string {
  if (least !== -Infinity && most !== Infinity) return ` in [${least}, ${most}]`;
  if (least !== -Infinity) return ` >= ${least}`;
  return most === Infinity ? '' : ` <= ${most}`;
}

/** Returns `value` if it is a finite number in [least, most]; otherwise throws. */
export function numberWithin(
  argument: string,
  value: unknown,
  least: number = -Infinity,
  most: number = Infinity,
): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most) return value;
  throw badValue({ argument, expected: `a finite number${rangeText(least, most)}`, received: show(value) });
}

/** Returns `value` if it is true or false; otherwise throws. */
export function trueOrFalse(argument: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw badType({ argument, expected: 'true or false', received: show(value) });
}

/** Throws unless both counts are equal. */
export function sameLength(argument: string, received: number, expected: number, of: string): void {
  if (received === expected) return;
  throw badValue({ argument, expected: `${expected} entries, one per ${of}`, received: `${received}` });
}
