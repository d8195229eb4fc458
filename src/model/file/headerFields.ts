import { badValue } from '../../check/errors.js';

/** Whether a value from a file is valid. */
export type FieldTest = (value: unknown) => boolean;

export const isText: FieldTest = (value) => typeof value === 'string';
export const isCount: FieldTest = (value) => Number.isInteger(value) && (value as number) >= 0;
export const isObject: FieldTest = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isListOf =
  (test: FieldTest): FieldTest =>
  (value) =>
    Array.isArray(value) && value.every(test);
export const isMissingOr =
  (test: FieldTest): FieldTest =>
  (value) =>
    value === undefined || test(value);

/**
 * Throws RangeError that names the first invalid field of a file's header.
 *
 * @param kind - The class that the file should hold.
 */
export function checkFields(
  header: Record<string, unknown>,
  fields: Readonly<Record<string, FieldTest>>,
  kind: string,
): void {
  const wrong = Object.keys(fields).find((name) => !fields[name]!(header[name]));
  if (wrong === undefined) return;
  throw badValue({
    argument: `load: header field '${wrong}'`,
    expected: 'a value as save writes it',
    received: typeof header[wrong],
    next: `The file is damaged, or not a ${kind}.`,
  });
}
