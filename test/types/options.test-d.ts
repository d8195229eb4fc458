// Checked by `npm run types`, never run: an option that stands in one place only must not compile.
import { wholeNumber } from '../../src/check/checks.js';
import { asGiven, type OptionTable, readOptions } from '../../src/check/options.js';

interface Options {
  cells: number;
  kernel?: 'rbf' | 'linear';
  fixSigma?: number;
}

interface More extends Options {
  more?: boolean;
}

declare const options: Options;
declare const more: More;

const table = {
  cells: wholeNumber,
  kernel: (_, given = 'rbf') => given,
  fixSigma: asGiven,
} satisfies OptionTable<Options>;

// In the interface only.
// @ts-expect-error 'more' has no entry
({ ...table }) satisfies OptionTable<More>;
// @ts-expect-error 'more' has no entry
readOptions('f', more, table);

// In the table only.
({
  cells: asGiven,
  kernel: asGiven,
  fixSigma: asGiven,
  // @ts-expect-error 'sigma' isn't an option
  sigma: asGiven,
}) satisfies OptionTable<Options>;
// @ts-expect-error 'sigma' isn't an option, though a spread hides it from `satisfies`
readOptions('f', options, { ...table, sigma: asGiven });

// A default of another kind, and a check of another kind of value.
// @ts-expect-error 'rbff' isn't a kernel
({ ...table, kernel: (_, given = 'rbff') => given }) satisfies OptionTable<Options>;
// @ts-expect-error cells are a number
({ ...table, cells: (_: string, given: string) => given }) satisfies OptionTable<Options>;

// What comes back: no option is left out, and what has no default may be undefined.
const { cells, kernel, fixSigma } = readOptions('f', options, table);
export const read: { cells: number; kernel: 'rbf' | 'linear'; fixSigma: number | undefined } = {
  cells,
  kernel,
  fixSigma,
};
// @ts-expect-error it may be undefined
export const width: number = fixSigma;
// @ts-expect-error only options are read
export const { sigma } = readOptions('f', options, table);

// Options that are passed on keep the table of whom they go to; options with a type of their own are written in place.
export const { more: on = false } = readOptions('g', more, { ...table, more: asGiven });
export function generic<T>(of: { model: (value: T) => number; size?: number }): (value: T) => number {
  const { model, size } = readOptions('h', of, { model: asGiven, size: (_, given = 3) => given });
  size.toFixed();
  return model;
}
