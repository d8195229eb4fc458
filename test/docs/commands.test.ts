import { expect, test } from 'vitest';
import { parseCommand } from '../../src/cli/commandLine/parseCommand.js';
import { commands } from './commands.js';

test('every call of zbio on the pages is one that its parser accepts', () => {
  expect(commands.length).toBeGreaterThan(12);
  for (const { page, line, args } of commands) {
    expect(() => parseCommand(args), `${page}: ${line}`).not.toThrow();
  }
});
