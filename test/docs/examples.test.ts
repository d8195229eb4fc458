import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { root } from './pages.js';
import { type Program, programs } from './programs.js';

// What a bundler adds to the language of a page.
const bundler = "declare module '*?url' {\n  const address: string;\n  export default address;\n}\n";

/** Type-checks programs that exist in memory only, with the options of `npm run types` and the types of a browser. */
function faultsOf(checked: readonly Program[]): string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.check.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const relaxed = { noUnusedLocals: false, moduleDetection: ts.ModuleDetectionKind.Force };
  const all = { ...options, ...relaxed, lib: [...options.lib!, 'lib.dom.d.ts'] };
  const sources = new Map(checked.map(({ file, code }) => [root + file, code]));
  const inMemory = new Map([...sources, [`${root}bundler.d.ts`, bundler]]);
  const host = ts.createCompilerHost(all);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => inMemory.has(file) || fileExists(file);
  host.readFile = (file) => inMemory.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const code = inMemory.get(file);
    return code === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, code, version);
  };
  const program = ts.createProgram([...inMemory.keys()], all, host);
  return [...sources.keys()].flatMap((file) => {
    const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
    const place = file.slice(root.length);
    return found.map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}

test('every example in README and docs compiles', () => {
  const compiled = programs.filter(({ notRun }) => !notRun?.startsWith('part of'));
  expect(compiled.length).toBeGreaterThan(40);
  expect(faultsOf(compiled)).toEqual([]);
}, 600_000);

test('what is not run says why: it needs a browser, or is part of an example that CI runs', () => {
  const reasons = new Set(programs.map(({ notRun }) => notRun));
  const part = [...reasons].find((reason) => reason?.startsWith('part of'));
  expect([...reasons].toSorted()).toEqual(['browser', part, undefined]);
});

test('docs/modules.md has a section with an example for every subpath', () => {
  const page = readFileSync(`${root}docs/modules.md`, 'utf8');
  const sections = page.split('\n## ').slice(1);
  const shown = sections.filter((section) => section.includes(`from '${section.split('\n')[0]}';`));
  const subpaths = readdirSync(`${root}src/entries`).map((file) => `zbio/${file.replace('.ts', '')}`);
  expect(shown.map((section) => section.split('\n')[0])).toEqual(subpaths);
});
