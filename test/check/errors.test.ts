import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { isZbioError } from 'zbio';
import { badType, badValue, failure, type ZbioErrorCode } from '../../src/check/errors.js';
import { UntraceableError } from '../../src/onnx/untraceable.js';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

test('src/check/errors.ts alone makes plain errors, so that every error has a code', () => {
  const making = files.filter((file) => /\bnew (Type|Range)?Error\(/.test(read(`src/${file}`)));
  expect(making).toEqual(['check/errors.ts']);
});

test('docs/errors.md lists every code', () => {
  const codes = [...read('src/check/errors.ts').matchAll(/^ {2}\| '(ZBIO_\w+)'/gm)].map(([, code]) => code);
  const listed = [...read('docs/errors.md').matchAll(/^\| `(ZBIO_\w+)` \|/gm)].map(([, code]) => code);
  expect(codes.length).toBe(9);
  expect(listed).toEqual(codes);
});

test('errors have their class, their code and one sentence', () => {
  const parts = { argument: 'fit: batch', expected: 'names', received: '3', next: 'Give names.' };
  expect(badValue(parts)).toBeInstanceOf(RangeError);
  expect(badValue(parts)).toMatchObject({ code: 'ZBIO_BAD_VALUE' satisfies ZbioErrorCode });
  expect(badType(parts)).toBeInstanceOf(TypeError);
  expect(badType(parts).message).toBe('fit: batch: expected names, received 3. Give names.');
  const cause = new Error('disk');
  expect(failure('ZBIO_BAD_FILE', 'damaged', { cause })).toMatchObject({ code: 'ZBIO_BAD_FILE', cause });
});

test('isZbioError recognises the errors of zbio by their code, also those of another realm', () => {
  expect(isZbioError(failure('ZBIO_BAD_STATE', 'too early'))).toBe(true);
  expect(isZbioError(new UntraceableError('Where', 'no'))).toBe(true);
  expect(isZbioError(vm.runInNewContext("Object.assign(new Error(), { code: 'ZBIO_BAD_FILE' })"))).toBe(true);
  const others = [new Error(), new TypeError(), { code: 'ENOENT' }, { code: 3 }, null, undefined, 'ZBIO_BAD'];
  expect(others.filter(isZbioError)).toEqual([]);
});
