import { failure } from '../../check/errors.js';

/** Whether a value from a file is valid. */
export type FieldTest = (value: unknown) => boolean;

export const isText: FieldTest = (value) => typeof value === 'string';
export const isCount: FieldTest = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
/** A number as JSON holds it: null stands for one that isn't finite. */
export const isNumberOrNull: FieldTest = (value) => typeof value === 'number' || value === null;
export const isObject: FieldTest = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isListOf =
  (test: FieldTest): FieldTest =>
  (value) =>
    Array.isArray(value) && value.every(test);
/** A list without repetitions. */
export const isSetOf =
  (test: FieldTest): FieldTest =>
  (value) =>
    isListOf(test)(value) && new Set(value as unknown[]).size === (value as unknown[]).length;
/** An object with any names, whose values pass. */
export const isTableOf =
  (test: FieldTest): FieldTest =>
  (value) =>
    isObject(value) && Object.values(value as object).every(test);
/** An object whose fields pass; others aren't looked at. */
export const isRecordOf =
  (fields: Readonly<Record<string, FieldTest>>): FieldTest =>
  (value) =>
    isObject(value) && wrongField(value as Record<string, unknown>, fields) === undefined;
export const isMissingOr =
  (test: FieldTest): FieldTest =>
  (value) =>
    value === undefined || test(value);

const wrongField = (
  values: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, FieldTest>>,
): string | undefined => Object.keys(fields).find((name) => !fields[name]!(values[name]));

/**
 * Error about a model file whose checksums are right, but which can't be used: another program, or another version, has made it.
 *
 * @param what - What is wrong, as a sentence without its full stop.
 */
export function badModelFile(
  what: string,
  next = 'Use another copy of the file, or fit the model again.',
  options: ErrorOptions = {},
): Error {
  return failure('ZBIO_BAD_FILE', `load: ${what}. ${next}`, options);
}

/** Throws an Error that names the first invalid field of a file's header. */
export function checkFields(
  header: Record<string, unknown>,
  fields: Readonly<Record<string, FieldTest>>,
): void {
  const wrong = wrongField(header, fields);
  if (wrong !== undefined)
    throw badModelFile(`the file's header field '${wrong}' doesn't hold what save writes there`);
}
