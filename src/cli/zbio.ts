#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { help } from './help.js';
import { type Command, parseCommand, UsageError } from './parseCommand.js';

async function version(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function run(command: Command, signal: AbortSignal): Promise<string> {
  const { name, values } = command;
  if (command.version) return version();
  if (command.help || name === undefined) return help;
  // Loaded only now, because tfjs loads slowly and help and version don't need it.
  const { useBackend } = await import('../backend/useBackend.js');
  await useBackend(values['backend'] as Parameters<typeof useBackend>[0]);
  const { fitCommand } = await import('./fitCommand.js');
  const { transformCommand } = await import('./transformCommand.js');
  return name === 'fit' ? fitCommand(command, signal) : transformCommand(command, signal);
}

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new DOMException('interrupted', 'AbortError')));

try {
  const command = parseCommand(process.argv.slice(2));
  process.stdout.write(`${await run(command, interrupt.signal)}\n`);
  // A bare `zbio` prints the help, but it is still wrong usage.
  if (command.name === undefined && !command.help && !command.version) process.exitCode = 2;
} catch (error) {
  const usage = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`zbio: ${message}\n${usage ? 'Try zbio --help.\n' : ''}`);
  process.exitCode = interrupt.signal.aborted ? 130 : usage ? 2 : 1;
}
