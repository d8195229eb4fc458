import { type CommandName, commandNames, commandTable } from './commandTable.js';
import { type OptionName, optionsOf, specOf } from './optionTable.js';

const footer = `Needs the packages @tensorflow/tfjs and h5wasm in addition to zbio.
Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted (nothing is written).
If the output can't be written after training, the model and the latents are saved beside it.
`;

/** Aligns names and their descriptions in two columns. */
function columns(rows: readonly (readonly [name: string, text: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, text]) => `  ${name.padEnd(width)}${text}`).join('\n');
}

/** An option as it is typed. */
export function asTyped(name: OptionName): string {
  const { value } = specOf(name);
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function describe(name: OptionName, command: CommandName): [string, string] {
  const { help, required } = specOf(name);
  return [asTyped(name), `${help[command]}${required?.includes(command) ? ' (required)' : ''}`];
}

/** The text of `zbio --help`. */
export function overview(): string {
  const commands = commandNames.map((name) => [name, commandTable[name].purpose] as const);
  const others = [
    ['zbio <command> --help', 'options of a command'],
    ['zbio --version', 'version of zbio'],
  ] as const;
  return `zbio: disentangled autoencoders for single-cell data

Usage
  zbio fit ${commandTable.fit.usage}
  zbio transform ${commandTable.transform.usage}

Commands
${columns(commands)}

Help
${columns(others)}

${footer}`;
}

/** The text of `zbio <command> --help`. */
export function helpOf(command: CommandName): string {
  const { usage, purpose, details } = commandTable[command];
  return `zbio ${command}: ${purpose}

Usage
  zbio ${command} ${usage}

${details}

Options
${columns(optionsOf(command).map((name) => describe(name, command)))}

${footer}`;
}
