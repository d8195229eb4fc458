import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DisentangledAE } from 'zbio';
import { publicNames, subpaths } from '../helpers/publicNames.js';
import { root } from './pages.js';

const sourceFiles = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** All of src as one text, in which messages aren't broken into lines. */
const source = sourceFiles
  .map((file) => readFileSync(`${root}src/${file}`, 'utf8'))
  .join('\n')
  .replaceAll(/(['`"])\s*\+\s*\1/g, '')
  .replaceAll("\\'", "'");

/** The parts of a message between ellipses, which stand for what differs. */
const fixedParts = (message: string): string[] =>
  message
    .split('…')
    .map((part) => part.trim())
    .filter((part) => /[a-z]{3}/.test(part));

test('every message that docs/troubleshooting.md quotes of zbio stands in src', () => {
  const page = readFileSync(`${root}docs/troubleshooting.md`, 'utf8');
  const own = page.slice(page.indexOf('## Packages'), page.indexOf('## No message'));
  const quoted = [...own.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message]) => message!);
  expect(quoted.length).toBeGreaterThan(25);
  expect(quoted.flatMap(fixedParts).filter((part) => !source.includes(part))).toEqual([]);
});

/** The names in the second column of a table that are called, created or read from the model. */
function namesOf(row: string): string[] {
  const code = [
    ...row
      .split(' | ')
      .at(-1)!
      .matchAll(/`([^`]+)`/g),
  ].map(([, text]) => text!);
  return code.flatMap((text) =>
    [...text.matchAll(/(\w+)\(|model\.(\w+)/g)].map((found) => found[1] ?? found[2]!),
  );
}

test.each(['docs/from-scanpy.md', 'docs/zh-CN/from-scanpy.md'])(
  'every call in the table of %s exists',
  (page) => {
    const rows = readFileSync(root + page, 'utf8').match(/^\| `.* \|$/gm)!;
    const known = new Set([
      ...['zbio', ...subpaths.map((name) => `zbio/${name}`)].flatMap(publicNames).map(({ name }) => name),
      ...Object.getOwnPropertyNames(DisentangledAE.prototype),
      ...Object.getOwnPropertyNames(Object.getPrototypeOf(DisentangledAE.prototype)),
      'load',
    ]);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.flatMap(namesOf).filter((name) => !known.has(name))).toEqual([]);
  },
);
