import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../../check/nearest.js';
import { listed } from '../../check/quoted.js';
import { type CommandName, commandNames, commandTable } from './commandTable.js';
import { asTyped } from './helpText.js';
import { type CommandValues, type OptionName, optionNames, optionsOf, specOf } from './optionTable.js';
import { UsageError } from './usageError.js';

/** A parsed command line. */
export interface Command {
  /** Undefined if none was named. */
  name: CommandName | undefined;
  /** The files, in the order given. */
  files: readonly string[];
  values: CommandValues;
  version: boolean;
}

const parsed: NonNullable<ParseArgsConfig['options']> = {
  ...Object.fromEntries(
    optionNames.map((name) => {
      const { value, short } = specOf(name);
      return [name, { type: value === undefined ? 'boolean' : 'string', ...(short ? { short } : {}) }];
    }),
  ),
  version: { type: 'boolean', short: 'v' },
};

/** Throws on an option that the command doesn't have. parseArgs only refuses options that no command has, without a suggestion. */
function refuseUnknown(args: string[], command: CommandName | undefined): void {
  const { tokens } = parseArgs({
    args,
    options: parsed,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const own: readonly string[] = command ? optionsOf(command) : optionNames;
  for (const token of tokens) {
    if (token.kind !== 'option' || own.includes(token.name) || token.name === 'version') continue;
    const others = commandNames.filter((name) => optionsOf(name).includes(token.name as OptionName));
    if (others.length) {
      throw new UsageError(`'${token.rawName}' is an option of ${others.join(' and ')}, not of ${command}.`);
    }
    throw new UsageError(`Unknown option '${token.rawName}'. Did you mean '--${nearest(token.name, own)}'?`);
  }
}

function readValues(given: Record<string, unknown>): CommandValues {
  const values = Object.entries(given).map(([name, value]) => {
    const { read } = specOf(name as OptionName);
    return [name, read && typeof value === 'string' ? read(name, value) : value];
  });
  return Object.fromEntries(values) as CommandValues;
}

function commandNamed(name: string | undefined): CommandName | undefined {
  if (name === undefined || commandNames.includes(name as CommandName))
    return name as CommandName | undefined;
  throw new UsageError(`Unknown command '${name}'. Did you mean '${nearest(name, commandNames)}'?`);
}

function checkComplete(name: CommandName, files: readonly string[], values: CommandValues): void {
  const [least, most] = commandTable[name].files;
  if (files.length < least) {
    throw new UsageError(`Missing: the h5ad file to read, as in zbio ${name} cells.h5ad …`);
  }
  if (files.length > most) {
    throw new UsageError(`Expected one file, received ${files.length}: ${listed(files)}.`);
  }
  const missing = optionsOf(name).find((key) => specOf(key).required?.includes(name) && !(key in values));
  if (missing) throw new UsageError(`Missing: ${asTyped(missing)}, ${specOf(missing).help[name]}.`);
}

function parseStrictly(args: string[]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args, options: parsed, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/**
 * Parses a command line.
 *
 * @throws UsageError on an unknown command, an option that the command doesn't have, a value that isn't allowed, a missing option
 * or another number of files.
 */
export function parseCommand(argv: readonly string[]): Command {
  const args = [...argv];
  const lenient = parseArgs({ args, options: parsed, allowPositionals: true, strict: false });
  const [first, ...files] = lenient.positionals;
  const name = commandNamed(first);
  refuseUnknown(args, name);
  const { version = false, ...given } = parseStrictly(args).values;
  const values = readValues(given);
  if (name && !values.help && !version) checkComplete(name, files, values);
  return { name, files, values, version: version === true };
}
