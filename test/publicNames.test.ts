import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entryOf, publicNames, subpaths } from './helpers/publicNames.js';

const themes = subpaths.map((path) => `zbio/${path}`);
const specifiers = ['zbio', ...themes];
const homed = themes.flatMap((theme) => publicNames(theme).map(({ name }) => name));

test('the public names are these', async () => {
  const lists = specifiers.map((specifier) => {
    const names = publicNames(specifier).map(({ name, isType }) => `  ${isType ? 'type ' : ''}${name}`);
    return [`${specifier}: ${names.length}`, ...names, ''].join('\n');
  });
  await expect(lists.join('\n')).toMatchFileSnapshot('publicNames.txt');
});

test.each(specifiers)('%s exports the values that it lists', async (specifier) => {
  const values = publicNames(specifier).filter(({ isType }) => !isType);
  expect(Object.keys(await import(specifier)).sort()).toEqual(values.map(({ name }) => name));
});

test('every name has exactly one home besides the root', () => {
  expect(homed.filter((name, i) => homed.indexOf(name) !== i)).toEqual([]);
  expect(publicNames('zbio').filter(({ name }) => !homed.includes(name))).toEqual([]);
});

test('the root holds what most programs use, and no more', () => {
  expect(publicNames('zbio').length).toBeLessThanOrEqual(60);
});

test('package.json, typedoc.json and the page of the package check name every subpath', () => {
  const text = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  const read = (file: string) => JSON.parse(text(file));
  const { exports, typesVersions } = read('package.json');
  const target = (path: string) => ({ types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` });
  expect(exports).toEqual({
    '.': target('index'),
    ...Object.fromEntries(subpaths.map((path) => [`./${path}`, target(`entries/${path}`)])),
    './package.json': './package.json',
  });
  // For TypeScript's resolution of before `exports`, which the notebooks' kernel uses.
  const declarations = subpaths.map((path) => [path, [`./dist/entries/${path}.d.ts`]]);
  expect(typesVersions).toEqual({ '*': Object.fromEntries(declarations) });
  expect(read('typedoc.json').entryPoints.sort()).toEqual(
    specifiers.map((of) => `src/${entryOf(of)}.ts`).sort(),
  );
  const imported = [...text('test/package/page.js').matchAll(/from '(.*)'/g)].map(
    ([, specifier]) => specifier,
  );
  expect(imported).toEqual(specifiers);
});
