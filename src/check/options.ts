import { rejectUnknown } from './checks.js';

/**
 * The options of a function, each declared once: name, default and check. Held against their interface by the compiler,
 * with `satisfies OptionTable<HsicOptions>` and by {@link readOptions}: an option that only one of the two has is an error.
 *
 * An entry takes the option's name for messages and what was given, and returns the value to use or throws. What isn't
 * given is undefined, so that a default is a parameter's default; `undefined` by the caller's hand is the same.
 *
 * A table is a plain object of functions: bundlers drop it with the function it serves.
 *
 * @example
 * ```ts
 * const table = {
 *   kernel: (argument, given = 'rbf') => oneOf(argument, given, ['rbf', 'linear']),
 *   cells: wholeNumber, // needed: no default
 *   fixSigma: asGiven, // may be left out
 * } satisfies OptionTable<MyOptions>;
 * ```
 */
export type OptionTable<
  Options,
  Values extends Record<keyof Options, unknown> = Record<keyof Options, unknown>,
> = {
  readonly [Name in keyof Options]-?: (argument: string, given: Options[Name]) => Values[Name];
};

/** What {@link readOptions} returns: no option is left out any more. */
export type OptionValues<Options, Table extends OptionTable<Options>> = {
  [Name in keyof Table]: unknown extends ReturnType<Table[Name & keyof Options]>
    ? Options[Name & keyof Options]
    : ReturnType<Table[Name & keyof Options]>;
};

/** An option without default or check: its value, or undefined. */
export const asGiven = (_argument: string, given: unknown): unknown => given;

/** Compiles only where the table has no entry beside the options: TypeScript doesn't look for those behind a spread. */
type NothingElse<Options, Table> = Record<Exclude<keyof Table, keyof Options>, never>;

/**
 * The values to use for `options`: unknown names refused with the nearest known one, defaults filled in, values checked.
 *
 * @param call - Name of the function, or of the option that these are the options of.
 * @param between - What joins `call` and an option's name in messages: `': '` (default) for a function, `'.'` for an option.
 */
export function readOptions<
  Options extends object,
  Table extends OptionTable<Options> & NothingElse<Options, Table>,
>(call: string, options: Options, table: Table, between: ': ' | '.' = ': '): OptionValues<Options, Table> {
  const entries: OptionTable<Options> = table;
  const names = Object.keys(table) as (keyof Options & string)[];
  rejectUnknown(call, options, names);
  const values: Partial<Record<keyof Options, unknown>> = {};
  for (const name of names) values[name] = entries[name](call + between + name, options[name]);
  return values as OptionValues<Options, Table>;
}
