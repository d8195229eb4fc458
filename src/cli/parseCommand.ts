import { parseArgs } from 'node:util';
import { nearest } from '../check/nearest.js';

const valued = [
  'out',
  'batch',
  'model',
  'layer',
  'to',
  'genes',
  'preset',
  'bio',
  'nio',
  'epochs',
  'seed',
  'backend',
  'input',
] as const;
const flags = ['make-unique', 'fill-missing'] as const;
const options = {
  ...Object.fromEntries(valued.map((name) => [name, { type: 'string' }])),
  ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' }])),
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
};

/** Values of the options, as typed. An option that isn't listed above can't be read. */
export type CommandValues = { readonly [Name in (typeof valued)[number]]?: string | undefined } & {
  readonly [Name in (typeof flags)[number]]?: boolean | undefined;
};

/** A parsed command line. */
export interface Command {
  /** `fit` or `transform`; undefined if none was named. */
  name: string | undefined;
  /** The h5ad file to read. */
  file: string | undefined;
  values: CommandValues;
  help: boolean;
  version: boolean;
}

interface Parsed {
  values: { help?: boolean; version?: boolean };
  positionals: string[];
}

// parseArgs refuses them too, but doesn't suggest the nearest option.
function refuseUnknown(args: string[]): void {
  const lenient = { args, options, allowPositionals: true, strict: false, tokens: true };
  const { tokens } = parseArgs(lenient as never) as { tokens: { name?: string; rawName?: string }[] };
  const known = Object.keys(options);
  for (const { name, rawName } of tokens) {
    if (name === undefined || known.includes(name)) continue;
    throw new UsageError(`Unknown option '${rawName}'. Did you mean '--${nearest(name, known)}'?`);
  }
}

function parse(argv: readonly string[]): Parsed {
  const args = [...argv];
  refuseUnknown(args);
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true } as never) as never;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Parses a command line. Throws UsageError on an unknown option or command, or on more than one file. */
export function parseCommand(argv: readonly string[]): Command {
  const { values: parsed, positionals } = parse(argv);
  const { help = false, version = false, ...values } = parsed;
  const [name, file, ...more] = positionals;
  if (name !== undefined && name !== 'fit' && name !== 'transform') {
    throw new UsageError(`Unknown command '${name}'. Did you mean '${nearest(name, ['fit', 'transform'])}'?`);
  }
  if (more.length) {
    throw new UsageError(`Expected one file, received ${more.length + 1}: ${[file, ...more].join(', ')}.`);
  }
  return { name, file, values: values as CommandValues, help, version };
}

/** Returns the value of a required option. Throws UsageError if it is missing. */
export function required(value: string | undefined, what: string): string {
  if (value === undefined) throw new UsageError(`Missing: ${what}.`);
  return value;
}

/** Parses a whole number; undefined if the option isn't given. Throws UsageError on other text. */
export function wholeOption(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== '' && Number.isInteger(number) && number >= 0) return number;
  throw new UsageError(`--${name}: expected a whole number, received '${value}'.`);
}

/** Reads `--input`. Throws UsageError on another word. */
export function inputOption(value: string | undefined): 'auto' | 'counts' | 'asIs' {
  if (value === undefined || value === 'auto' || value === 'counts' || value === 'asIs')
    return value ?? 'auto';
  throw new UsageError(`--input: expected auto, counts or asIs, received '${value}'.`);
}

/** An invalid command line: exit code 2. */
export class UsageError extends Error {}
