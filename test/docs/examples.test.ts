import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = [
  'README.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' }).map((page) => `docs/${page}`),
];

/** The examples of a page that are whole programs: those that import from the package. */
function programsOf(page: string): [file: string, code: string][] {
  const blocks = [...readFileSync(root + page, 'utf8').matchAll(/```ts\n(.*?)```/gs)];
  return blocks
    .filter(([, code]) => /from 'zbio/.test(code!))
    .map(([, code], i) => [`${root}${page}.${i + 1}.ts`, code!]);
}

/** Type-checks programs that exist in memory only, with the options of `npm run types`. */
function faultsOf(programs: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.check.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const unused = { noUnusedLocals: false, moduleDetection: ts.ModuleDetectionKind.Force };
  const host = ts.createCompilerHost({ ...options, ...unused });
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => programs.has(file) || fileExists(file);
  host.readFile = (file) => programs.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const code = programs.get(file);
    return code === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, code, version);
  };
  const program = ts.createProgram([...programs.keys()], { ...options, ...unused }, host);
  return [...programs.keys()].flatMap((file) => {
    const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
    const place = file.slice(root.length);
    return found.map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}

test('every example in README and docs that imports from the package compiles', () => {
  const programs = new Map(pages.filter((page) => page.endsWith('.md')).flatMap(programsOf));
  expect(programs.size).toBeGreaterThan(15);
  expect(faultsOf(programs)).toEqual([]);
});

test('docs/modules.md has a section with an example for every subpath', () => {
  const page = readFileSync(`${root}docs/modules.md`, 'utf8');
  const sections = page.split('\n## ').slice(1);
  const shown = sections.filter((section) => section.includes(`from '${section.split('\n')[0]}';`));
  const subpaths = readdirSync(`${root}src/entries`).map((file) => `zbio/${file.replace('.ts', '')}`);
  expect(shown.map((section) => section.split('\n')[0])).toEqual(subpaths);
});
