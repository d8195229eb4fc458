import { anObject } from '../check/checks.js';
import { badType } from '../check/errors.js';
import { shown } from '../check/values.js';

/**
 * Throws unless a value is an object with these numbers; NaN counts as one.
 *
 * @param expected - What the object is, for the message.
 */
export function checkNumbers(
  argument: string,
  value: unknown,
  names: readonly string[],
  expected: string,
): void {
  anObject(argument, value, expected);
  for (const name of names) {
    const number = (value as Record<string, unknown>)[name];
    if (typeof number !== 'number') {
      throw badType({ argument: `${argument}.${name}`, expected: 'a number', received: shown(number) });
    }
  }
}

/** Throws unless a value is a list. */
export function checkList(
  argument: string,
  value: unknown,
  expected: string,
): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw badType({ argument, expected, received: shown(value) });
}
