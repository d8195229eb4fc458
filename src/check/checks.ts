import { badType, badValue } from './errors.js';
import { nearest } from './nearest.js';
import { listed, quoted } from './quoted.js';
import { isArrayLike, shown } from './values.js';

/** The largest size: those of typed arrays, tensors and their indices are 32-bit. */
const largestSize = 2 ** 31 - 1;

/** Returns `value` if it is one of `allowed`; otherwise throws and suggests the nearest allowed one. */
export function oneOf<const T extends string>(argument: string, value: unknown, allowed: readonly T[]): T {
  if (allowed.includes(value as T)) return value as T;
  const next = typeof value === 'string' ? `Did you mean '${nearest(value, allowed)}'?` : undefined;
  const expected = `one of ${quoted(allowed)}`;
  throw badValue({ argument, expected, received: shown(value), ...(next ? { next } : {}) });
}

/**
 * Throws on a key that isn't in `allowed` and suggests the nearest allowed one: a misspelt option must not be
 * ignored.
 */
export function rejectUnknown(argument: string, options: object, allowed: readonly string[]): void {
  // For untyped callers: a number, a function or a list has no names, so it would be ignored.
  if (typeof options !== 'object' || options === null || isArrayLike(options)) {
    throw badType({ argument, expected: 'an object with options', received: shown(options) });
  }
  for (const key of Object.keys(options)) {
    if (allowed.includes(key)) continue;
    const expected = allowed.length > 0 ? `options among ${listed(allowed)}` : 'no options';
    const next = allowed.length > 0 ? `Did you mean '${nearest(key, allowed)}'?` : 'Leave it out.';
    throw badValue({ argument, expected, received: `unknown option '${key}'`, next });
  }
}

/** Returns `value` if it is a whole number of at least `least` that can be a size; otherwise throws. */
export function wholeNumber(argument: string, value: unknown, least = 1): number {
  const whole = typeof value === 'number' && Number.isInteger(value) && value >= least;
  if (whole && value <= largestSize) return value;
  const expected = `a whole number ${whole ? `<= ${largestSize}` : `>= ${least}`}`;
  throw badValue({ argument, expected, received: shown(value) });
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
  throw badValue({ argument, expected: `a finite number${rangeText(least, most)}`, received: shown(value) });
}

/** Returns `value` if it is true or false; otherwise throws. */
export function trueOrFalse(argument: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw badType({ argument, expected: 'true or false', received: shown(value) });
}

/** Returns `value` if it is text; otherwise throws. */
export function text(argument: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw badType({ argument, expected: 'text', received: shown(value) });
}

/** Returns `value` if it is a list of texts, such as names of genes; otherwise throws. */
export function textList(argument: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw badType({ argument, expected: 'a list of names', received: shown(value) });
  const wrong = value.findIndex((each) => typeof each !== 'string');
  if (wrong < 0) return value;
  throw badType({
    argument,
    expected: 'a list of names',
    received: `${shown(value[wrong])} as entry ${wrong}`,
  });
}

/** Returns `value` if it is a function; otherwise throws. */
export function aFunction<F>(argument: string, value: F): F {
  if (typeof value === 'function') return value;
  throw badType({ argument, expected: 'a function', received: shown(value) });
}

/** {@link aFunction} for an option without default: undefined stays undefined. */
export function optionalFunction<F>(argument: string, value: F): F {
  return value === undefined ? value : aFunction(argument, value);
}

/** Returns `value` if it is the seed of a random stream, a number or a text; otherwise throws. */
export function aSeed(argument: string, value: unknown): number | string {
  if (typeof value === 'string' || (typeof value === 'number' && !Number.isNaN(value))) return value;
  throw badType({ argument, expected: 'a number or a text', received: shown(value) });
}

/** Returns `value` if it can be the name of a category, text or a number; otherwise throws. */
export function aCategory(argument: string, value: string | number): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw badType({ argument, expected: 'the name of a category', received: shown(value) });
}

/** Throws unless `value` is an object that isn't a list: one with named parts. */
export function anObject(argument: string, value: unknown, expected: string): asserts value is object {
  if (typeof value === 'object' && value !== null && !isArrayLike(value)) return;
  throw badType({ argument, expected, received: shown(value) });
}

/** A check for an option without default: undefined stays undefined. */
export const optional =
  <Given, Value>(check: (argument: string, given: Given) => Value) =>
  (argument: string, given: Given | undefined): Value | undefined =>
    given === undefined ? undefined : check(argument, given);

/** Throws unless both counts are equal. */
export function sameLength(argument: string, received: number, expected: number, of: string): void {
  if (received === expected) return;
  throw badValue({ argument, expected: `${expected} entries, one per ${of}`, received: `${received}` });
}

/** Returns `value` if it is an AbortSignal of any realm; otherwise throws. */
export function abortSignal(argument: string, value: AbortSignal): AbortSignal {
  const given: unknown = value;
  if (typeof given === 'object' && given !== null && 'throwIfAborted' in given) return value;
  const next = 'Give the signal of a controller: new AbortController().signal.';
  throw badType({ argument, expected: 'an AbortSignal', received: shown(given), next });
}
