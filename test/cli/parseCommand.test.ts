import { describe, expect, test } from 'vitest';
import { parseCommand, required, UsageError, wholeOption } from '../../src/cli/parseCommand.js';

describe('parseCommand', () => {
  test('parses command, file and options in any order', () => {
    const parsed = { name: 'fit', file: 'cells.h5ad', values: { batch: 'donor', out: 'o.h5ad' } };
    expect(parseCommand(['fit', 'cells.h5ad', '--batch', 'donor', '--out=o.h5ad'])).toMatchObject(parsed);
    expect(parseCommand(['--out', 'o.h5ad', 'fit', '--batch', 'donor', 'cells.h5ad'])).toMatchObject(parsed);
  });

  test('an empty command line is valid; help and version have short names', () => {
    expect(parseCommand([])).toEqual({
      name: undefined,
      file: undefined,
      values: {},
      help: false,
      version: false,
    });
    expect(parseCommand(['-h'])).toMatchObject({ help: true, version: false });
    expect(parseCommand(['fit', '-v'])).toMatchObject({ name: 'fit', version: true });
  });

  test.each<[string[], RegExp]>([
    [['fi', 'cells.h5ad'], /^Unknown command 'fi'\. Did you mean 'fit'\?$/],
    [['transfrom'], /^Unknown command 'transfrom'\. Did you mean 'transform'\?$/],
    [['fit', '--epoch', '3'], /^Unknown option '--epoch'\. Did you mean '--epochs'\?$/],
    [['fit', '--bathc=x'], /^Unknown option '--bathc'\. Did you mean '--batch'\?$/],
    [['fit', '-x'], /^Unknown option '-x'\. Did you mean '--/],
    [['fit', '--toString'], /^Unknown option '--toString'/],
    [['fit', 'a.h5ad', 'b.h5ad', 'c.h5ad'], /^Expected one file, received 3: a\.h5ad, b\.h5ad, c\.h5ad\.$/],
    [['fit', '--out'], /--out/],
    [['fit', '--seed', '-5'], /--seed/],
    [['fit', '--help=yes'], /--help/],
  ])('%j is refused with a message', (argv, message) => {
    expect(() => parseCommand(argv)).toThrow(UsageError);
    expect(() => parseCommand(argv)).toThrow(message);
  });
});

test('required names the missing option', () => {
  expect(required('x', '--out <file>')).toBe('x');
  expect(() => required(undefined, '--out <file>')).toThrow(new UsageError('Missing: --out <file>.'));
});

test('wholeOption accepts whole numbers from 0', () => {
  expect(wholeOption('epochs', undefined)).toBeUndefined();
  expect([wholeOption('epochs', '12'), wholeOption('seed', '0')]).toEqual([12, 0]);
  for (const wrong of ['', ' ', 'ten', '1.5', '-3', 'Infinity'])
    expect(() => wholeOption('epochs', wrong)).toThrow(
      new UsageError(`--epochs: expected a whole number, received '${wrong}'.`),
    );
});
