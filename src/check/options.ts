import { rejectUnknown } from './checks.js';

/**
 * The options of a function, each with its name, default and check in one place. The compiler compares the
 * table with the options' interface, by `satisfies OptionTable<HsicOptions>` and by {@link readOptions}: an
 * option that only one of the two has is an error.
 *
 * An entry takes the option's name (for messages) and the given value, and returns the value to use or throws.
 * An option that isn't given is undefined, so that the default value of the parameter is the option's default;
 * an explicit `undefined` counts as not given.
 *
 * A table is a plain object of functions, so that bundlers drop it together with the function that it serves.
 *
 * @example
 * ```ts
 * const table = {
 *   kernel: (argument, given = 'rbf') => oneOf(argument, given, ['rbf', 'linear']),
 *   cells: wholeNumber, // required: no default
 *   fixSigma: asGiven, // optional
 * } satisfies OptionTable<MyOptions>;
 * ```
 */
export type OptionTable<
  Options,
  Values extends Record<keyof Options, unknown> = Record<keyof Options, unknown>,
> = {
  readonly [Name in keyof Options]-?: (argument: string, given: Options[Name]) => Values[Name];
};

/** The result of {@link readOptions}: no option is left out any more. */
export type OptionValues<Options, Table extends OptionTable<Options>> = {
  [Name in keyof Table]: unknown extends ReturnType<Table[Name & keyof Options]>
    ? Options[Name & keyof Options]
    : ReturnType<Table[Name & keyof Options]>;
};

/** Entry of an option without default or check: returns the given value, or undefined. */
export const asGiven = (_argument: string, given: unknown): unknown => given;

/**
 * Compiles only if the table has no entry besides the options: TypeScript doesn't look for those behind a
 * spread.
 */
type NothingElse<Options, Table> = Record<Exclude<keyof Table, keyof Options>, never>;

/**
 * Returns the values to use for `options`. Unknown names are refused with a hint at the nearest allowed one,
 * defaults are filled in and values are checked.
 *
 * @param call - Name of the function, or of the option that holds these options.
 * @param between - Text between `call` and the name of an option in messages: `': '` (default) for a function,
 * `'.'` for an option.
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
