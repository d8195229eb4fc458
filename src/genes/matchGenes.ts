import { type BadArgument, badValue } from '../check/errors.js';
import { nearest } from '../check/nearest.js';
import { quoted } from '../check/quoted.js';
import { similarNames } from './similarNames.js';

/** How genes are matched by name. */
export interface MatchOptions {
  /** Name of the argument, for messages. */
  argument: string;
  /** What to do about missing genes, for the end of the message. */
  ifMissing: string;
  /** What to do about names that occur several times. */
  ifRepeated: string;
}

function hint(missing: readonly string[], given: readonly string[]): string {
  const similar = similarNames(missing, given);
  if (similar) {
    const { how, pairs } = similar;
    const [wanted, name] = pairs[0]!;
    const those = pairs.length === 1 ? 'One of them is' : `${pairs.length} of them are`;
    return `${those} there ${how}: '${name}' for '${wanted}'. Rename them first. `;
  }
  return missing.length === 1 ? `Did you mean '${nearest(missing[0]!, given)}'? ` : '';
}

/** Describes genes that are wanted and not there: how many, the first few, the share, and similar names. */
export function missingGenes(
  missing: readonly string[],
  wanted: readonly string[],
  given: readonly string[],
  { argument, ifMissing }: Omit<MatchOptions, 'ifRepeated'>,
): BadArgument {
  if (wanted.length === 1) {
    const received = `'${wanted[0]}', which does not occur`;
    return { argument, expected: 'names that occur once', received, next: hint(missing, given).trimEnd() };
  }
  const share = Number(((100 * missing.length) / wanted.length).toPrecision(2));
  const received = `cells without ${missing.length} of them (${share} %): ${quoted(missing, 5)}`;
  return {
    argument,
    expected: `all of ${wanted.length} genes`,
    received,
    next: `${hint(missing, given)}${ifMissing}`,
  };
}

/**
 * Finds genes by name.
 *
 * @returns The column of each wanted gene among the given ones; -1 if it is missing.
 * @throws RangeError on a wanted gene that occurs several times.
 */
export function geneColumns(
  wanted: readonly string[],
  given: readonly string[],
  { argument, ifRepeated }: Omit<MatchOptions, 'ifMissing'>,
): number[] {
  const columnOf = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [column, name] of given.entries()) {
    if (columnOf.has(name)) repeated.add(name);
    columnOf.set(name, column);
  }
  const unclear = repeated.size ? wanted.filter((name) => repeated.has(name)) : [];
  if (unclear.length > 0) {
    const received = `${quoted(unclear)}, which ${unclear.length === 1 ? 'occurs' : 'occur'} several times`;
    throw badValue({ argument, expected: 'names that occur once', received, next: ifRepeated });
  }
  return wanted.map((name) => columnOf.get(name) ?? -1);
}

/**
 * Finds genes by name, all of them.
 *
 * @returns The column of each wanted gene among the given ones.
 * @throws RangeError on missing genes, or wanted ones that occur several times.
 */
export function matchGenes(
  wanted: readonly string[],
  given: readonly string[],
  options: MatchOptions,
): number[] {
  const columns = geneColumns(wanted, given, options);
  const missing = wanted.filter((_, i) => columns[i]! < 0);
  if (missing.length > 0) throw badValue(missingGenes(missing, wanted, given, options));
  return columns;
}
