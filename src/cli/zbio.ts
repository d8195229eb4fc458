#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { isZbioError } from '../check/isZbioError.js';
import type { CommandName } from './commandLine/commandTable.js';
import { helpOf, overview } from './commandLine/helpText.js';
import { type Command, parseCommand } from './commandLine/parseCommand.js';
import { UsageError } from './commandLine/usageError.js';
import { showProgress } from './shell/progress.js';
import type { Outcome, Shell } from './shell/shell.js';

async function version(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

// Each is loaded on its own, because tfjs loads slowly, and help, version and inspect don't need it.
const commands: Record<CommandName, (command: Command, shell: Shell) => Promise<Outcome>> = {
  fit: async (...given) => (await import('./fitCommand.js')).fitCommand(...given),
  transform: async (...given) => (await import('./transformCommand.js')).transformCommand(...given),
  extend: async (...given) => (await import('./extendCommand.js')).extendCommand(...given),
  report: async (...given) => (await import('./reportCommand.js')).reportCommand(...given),
  export: async (...given) => (await import('./exportCommand.js')).exportCommand(...given),
  inspect: async (command) => (await import('./inspectCommand.js')).inspectCommand(command),
  verify: async (command) => (await import('./verifyCommand.js')).verifyCommand(command),
};

async function run(command: Command, shell: Shell): Promise<string> {
  const { name, values } = command;
  if (command.version) return version();
  if (name === undefined) return overview();
  if (values.help) return helpOf(name);
  const { text, json } = await commands[name](command, shell);
  return values.json ? JSON.stringify(json) : text;
}

/** Exit codes, as shells have them. */
const stopSignals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

let stoppedBy: keyof typeof stopSignals | undefined;

function fail(error: unknown): void {
  const usage = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`zbio: ${message}\n${usage ? 'Try zbio --help.\n' : ''}`);
  // A program that reads JSON gets the reason there too.
  if (process.argv.includes('--json')) {
    const code = usage ? 'USAGE' : isZbioError(error) ? error.code : 'FAILURE';
    process.stdout.write(
      `${JSON.stringify({ error: { code: stoppedBy ? 'INTERRUPTED' : code, message } })}\n`,
    );
  }
  process.exitCode = stoppedBy ? stopSignals[stoppedBy] : usage ? 2 : 1;
}

const interrupt = new AbortController();
for (const signal of Object.keys(stopSignals) as (keyof typeof stopSignals)[]) {
  // Once: a second signal ends the process at once.
  process.once(signal, () => {
    stoppedBy ??= signal;
    interrupt.abort(new DOMException(`interrupted by ${signal}. Nothing is written.`, 'AbortError'));
  });
}
// After a hangup, nobody reads what is said.
process.stderr.on('error', () => undefined);

try {
  const command = parseCommand(process.argv.slice(2));
  const shell = { progress: showProgress(process.stderr), signal: interrupt.signal };
  process.stdout.write(`${await run(command, shell)}\n`);
  // A bare `zbio` prints the help, but it is still wrong usage.
  if (command.name === undefined && !command.values.help && !command.version) process.exitCode = 2;
} catch (error) {
  fail(error);
}
