import { describe, expect, test } from 'vitest';
import { commandNames } from '../../../src/cli/commandLine/commandTable.js';
import { helpOf, overview } from '../../../src/cli/commandLine/helpText.js';
import { optionNames, optionsOf, specOf } from '../../../src/cli/commandLine/optionTable.js';
import { parseCommand } from '../../../src/cli/commandLine/parseCommand.js';
import { UsageError } from '../../../src/cli/commandLine/usageError.js';

const fit = ['fit', 'cells.h5ad', '--batch', 'donor', '--out', 'o.h5ad'];

describe('parseCommand', () => {
  test('parses command, files and options in any order, with their types', () => {
    const values = { batch: 'donor', out: 'o.h5ad', epochs: 3, json: true };
    const parsed = { name: 'fit', files: ['cells.h5ad'], values, version: false };
    expect(parseCommand([...fit, '--epochs=3', '--json'])).toEqual(parsed);
    expect(parseCommand(['--json', '--epochs', '3', ...fit])).toEqual(parsed);
    expect(parseCommand(['fit', 'a', 'b', '--batch-from-file', '--out', 'o']).files).toEqual(['a', 'b']);
  });

  test('help and version need nothing else, and have short names', () => {
    const none = { name: undefined, files: [], version: false };
    expect(parseCommand([])).toEqual({ ...none, values: {} });
    expect(parseCommand(['-h'])).toEqual({ ...none, values: { help: true } });
    expect(parseCommand(['fit', '-h'])).toMatchObject({ name: 'fit', values: { help: true } });
    expect(parseCommand(['fit', '-v'])).toMatchObject({ name: 'fit', version: true });
  });

  test.each<[string[], RegExp]>([
    [['fi', 'cells.h5ad'], /^Unknown command 'fi'\. Did you mean 'fit'\?$/],
    [['transfrom'], /^Unknown command 'transfrom'\. Did you mean 'transform'\?$/],
    [[...fit, '--epoch', '3'], /^Unknown option '--epoch'\. Did you mean '--epochs'\?$/],
    [[...fit, '--bathc=x'], /^Unknown option '--bathc'\. Did you mean '--batch'\?$/],
    [[...fit, '-x'], /^Unknown option '-x'\. Did you mean '--/],
    [[...fit, '--toString'], /^Unknown option '--toString'/],
    [[...fit, '--__proto__', 'x'], /^Unknown option '--__proto__'/],
    [['transform', 'a.h5ad', '--epochs', '3'], /^'--epochs' is an option of fit, not of transform\.$/],
    [['inspect', 'a.h5ad', 'b.h5ad'], /^Expected one file, received 2: a\.h5ad, b\.h5ad\.$/],
    [['fit', '--batch', 'b', '--out', 'o'], /^Missing: the h5ad file to read/],
    [['fit', 'a.h5ad', '--batch', 'b'], /^Missing: --out <file>, the h5ad file to write\.$/],
    [['transform', 'a.h5ad', '--out', 'o'], /^Missing: --model <file>, the model\.$/],
    [['fit', '--out'], /--out/],
    [[...fit, '--out='], /^--out: expected a value, received ''\.$/],
    [[...fit, '--seed', '-5'], /--seed/],
    [[...fit, '--help=yes'], /--help/],
    [[...fit, '--preset', 'defualt'], /--preset: .*received 'defualt'\. Did you mean 'default'\?$/],
    [[...fit, '--backend', 'webgl'], /--backend: expected one of 'wasm', 'cpu', 'tensorflow'/],
    ...['', ' ', 'ten', '1.5', '0', '-3', 'Infinity', '1e99'].map((text): [string[], RegExp] => [
      [...fit, `--epochs=${text}`],
      /^--epochs: expected a whole number >= 1, received '/,
    ]),
  ])('%j is refused with a message', (argv, message) => {
    expect(() => parseCommand(argv)).toThrow(UsageError);
    expect(() => parseCommand(argv)).toThrow(message);
  });
});

describe('help', () => {
  test('names every command, and every option of a command with its placeholder', () => {
    for (const name of commandNames) {
      expect(overview()).toContain(`\n  ${name} `);
      const text = helpOf(name);
      for (const option of optionsOf(name)) {
        const { value, help } = specOf(option);
        expect(text).toContain(`  --${option}${value === undefined ? '' : ` ${value}`} `);
        expect(text).toContain(help[name]);
      }
    }
  });

  test('every option belongs to a command, and is required only where it exists', () => {
    for (const option of optionNames) {
      const { help, required = [] } = specOf(option);
      expect(Object.keys(help).length).toBeGreaterThan(0);
      expect(required.filter((name) => !(name in help))).toEqual([]);
    }
  });

  test('no line is longer than 120 characters', () => {
    const lines = [overview(), ...commandNames.map(helpOf)].flatMap((text) => text.split('\n'));
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });
});
