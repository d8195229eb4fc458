import { parseArgs } from 'node:util';
import { nearest } from '../check/nearest.js';
import { UsageError } from './usageError.js';

const text = { type: 'string' } as const;
const options = {
  out: text,
  batch: text,
  model: text,
  layer: text,
  to: text,
  genes: text,
  preset: text,
  bio: text,
  nio: text,
  epochs: text,
  seed: text,
  backend: text,
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** Values of the options, as typed. */
export type CommandValues = {
  [name in keyof typeof options]?: (typeof options)[name]['type'] extends 'string' ? string : boolean;
};

/** A command line taken apart. */
export interface Command {
  /** `fit` or `transform`; undefined if none was named. */
  name: string | undefined;
  /** The h5ad to read. */
  file: string | undefined;
  values: CommandValues;
}

function parse(argv: readonly string[]): { values: CommandValues; positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true }) as never;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Takes a command line apart. Throws UsageError on an unknown option or command, or more than one file. */
export function parseCommand(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv);
  const [name, file, ...more] = positionals;
  if (name !== undefined && name !== 'fit' && name !== 'transform') {
    throw new UsageError(`Unknown command '${name}'. Did you mean '${nearest(name, ['fit', 'transform'])}'?`);
  }
  if (more.length)
    throw new UsageError(`Expected one file, received ${more.length + 1}: ${[file, ...more].join(', ')}.`);
  return { name, file, values };
}

/** The value of an option that a command can't do without. */
export function required(value: string | undefined, what: string): string {
  if (value === undefined) throw new UsageError(`Missing: ${what}.`);
  return value;
}

/** A whole number given as text, or undefined if it wasn't given. */
export function wholeOption(name: keyof CommandValues, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== '' && Number.isInteger(number) && number >= 0) return number;
  throw new UsageError(`--${name}: expected a whole number, received '${value}'.`);
}
