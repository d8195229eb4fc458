import { sameLength } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { grouped } from '../check/grouped.js';
import { nearest } from '../check/nearest.js';
import { quoted } from '../check/quoted.js';
import { type Categories, type CodedValues, codedValues, isMissing } from './categories.js';

/** A column of categories: cell i belongs to `categories[codes[i]]`. */
export interface Labels {
  /** Names of the categories. */
  categories: string[];
  /** Category of each cell; -1 if it is missing. [cells] */
  codes: Int32Array;
}

/** What a column of categories must be. */
export interface LabelRules {
  /** Number of entries; default any. */
  cells?: number;
  /** What the entries belong to, for messages; default 'cell'. */
  of?: string;
  /** Categories to use, in this order; another one is refused. Default those that occur. */
  allowed?: readonly string[];
  /** How many entries may be missing: none (false, default), all but one (true), or all. */
  partial?: boolean | 'all';
}

/** The name of a value, or undefined if it is missing. */
function nameOf(argument: string, value: unknown): string | undefined {
  if (isMissing(value)) return undefined;
  if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value);
  const expected = 'text, numbers or true / false as categories';
  throw badType({
    argument,
    expected,
    received: Array.isArray(value) ? 'an array' : `an entry of type ${typeof value}`,
  });
}

/** The names that occur: in the column's own order, or else sorted by value if all are numbers, or else as text. */
function namesInOrder(
  values: readonly unknown[],
  names: readonly (string | undefined)[],
  ordered: boolean,
): string[] {
  const present = [...new Set(names)].filter((name) => name !== undefined);
  if (ordered) return present;
  const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint';
  const numeric = values.every((value, i) => names[i] === undefined || isNumber(value));
  return present.sort(numeric ? (a, b) => Number(a) - Number(b) : undefined);
}

/** Drops values that no entry has. */
function occurring({ values, codes }: CodedValues): unknown[] {
  const found = new Uint8Array(values.length);
  for (const code of codes) if (code >= 0) found[code] = 1;
  return values.map((value, code) => (found[code] ? value : undefined));
}

/**
 * Throws if entries of a column are missing.
 *
 * @param codes - -1 for a missing entry.
 * @param of - What the entries belong to.
 * @param partial - How many may be; see {@link LabelRules}.
 */
export function checkMissing(
  argument: string,
  codes: ArrayLike<number>,
  of: string,
  partial: boolean | 'all' = false,
): void {
  const missing = Array.from(codes, Number).filter((code) => code < 0).length;
  if (missing === 0 || partial === 'all' || (partial && missing < codes.length)) return;
  const expected = `a category for ${partial ? 'at least one' : 'every'} ${of}`;
  const first = `${of.split(' ')[0]} ${Array.from(codes).indexOf(-1)}`;
  const received = `none for ${first} (${grouped(missing)} of ${grouped(codes.length)} are missing)`;
  const next = "Drop them (subsetCells), or give them a category of their own, such as 'unknown'.";
  throw badValue({ argument, expected, received, next });
}

/**
 * The categories of a column and the code of each entry. Categories that don't occur are dropped, and those of equal names are
 * one. They are sorted, as numbers if all are, else as text; a column of codes keeps the order of its categories.
 *
 * @throws TypeError on something that isn't a column of categories; RangeError on a wrong length, a code out of range, a
 * category that isn't allowed (with the nearest), or a missing entry.
 */
export function encodeLabels(argument: string, column: Categories, rules: LabelRules = {}): Labels {
  const { cells, of = 'cell', allowed } = rules;
  const coded = codedValues(argument, column);
  if (cells !== undefined) sameLength(argument, coded.codes.length, cells, of);
  const values = occurring(coded);
  const names = values.map((value) => nameOf(argument, value));
  const categories = allowed ? [...allowed] : namesInOrder(values, names, coded.ordered);
  const codeOf = new Map(categories.map((name, code) => [name, code]));
  const newCode = names.map((name) =>
    name === undefined ? -1 : (codeOf.get(name) ?? unknownCategory(argument, name, categories)),
  );
  const codes = coded.codes.map((code) => (code < 0 ? -1 : newCode[code]!));
  checkMissing(argument, codes, of, rules.partial);
  return { categories, codes };
}

function unknownCategory(argument: string, name: string, categories: readonly string[]): never {
  const expected = `one of ${quoted(categories)}`;
  const next = `Did you mean '${nearest(name, categories)}'?`;
  throw badValue({ argument, expected, received: `'${name}'`, next });
}

/** One row per code, with a 1 in the column of the code; all zeros if the code is -1. [codes, classes] */
export function oneHotRows(codes: ArrayLike<number>, classes: number): Float32Array {
  const out = new Float32Array(codes.length * classes);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) out[i * classes + codes[i]!] = 1;
  return out;
}

/** The labels of the given rows, with only the categories that occur among them. */
export function pickLabels({ codes, categories }: Labels, rows: Int32Array): Labels {
  return encodeLabels('labels', { categories, codes: rows.map((row) => codes[row]!) });
}
