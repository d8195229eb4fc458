// Runs every program and every command of README and docs, on small simulated cells: npm run docs:run
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseCommand } from '../../src/cli/commandLine/parseCommand.js';
import { zbio } from '../cli/run.js';
import { commands } from './commands.js';
import { writeFixtures } from './fixtures.js';
import { englishPages, root } from './pages.js';
import { type Program, programs } from './programs.js';

// Inside the repository, so that the programs find its packages.
const sources = `${root}.cache/docs`;
const work = mkdtempSync(join(tmpdir(), 'zbio-docs-'));
const fixtures = join(work, 'fixtures');
const home = process.cwd();

beforeAll(async () => {
  rmSync(sources, { recursive: true, force: true });
  mkdirSync(fixtures);
  // Threads that are started from source find their loader from the current folder.
  symlinkSync(`${root}node_modules`, join(work, 'node_modules'));
  process.chdir(fixtures);
  await writeFixtures();
});

afterAll(() => {
  process.chdir(home);
  for (const folder of [work, sources]) rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function run({ file, code }: Program): Promise<void> {
  const path = `${sources}/${file}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  await import(/* @vite-ignore */ path);
}

/** A call of zbio with its files in a folder. */
const within = (folder: string, args: readonly string[]): string[] =>
  args.map((arg) =>
    /\.(h5ad|h5mu|zbio|onnx|csv|csv\.gz|html)$|^GSE123$|^parts$/.test(arg) ? join(folder, arg) : arg,
  );

/** The files that a call reads. */
function inputsOf(args: readonly string[]): string[] {
  const { name, files, values } = parseCommand(args);
  return [...files, ...(name !== 'fit' && values.model ? [values.model] : [])];
}

// Read by commands that aren't run here: a MuData file, HDF5 of 10x Genomics, and a file with 300,000 cells.
const elsewhere = ['multiome.h5mu', 'donor1/filtered_feature_bc_matrix.h5', 'big.h5ad'];

const byPage = englishPages.map((page) => ({
  page,
  calls: commands.filter(
    (command) => command.page === page && !elsewhere.some((file) => command.args.includes(file)),
  ),
  found: programs.filter((program) => program.page === page && program.notRun === undefined),
}));

describe.each(byPage.filter(({ found, calls }) => found.length + calls.length > 0))(
  '$page',
  ({ page, found, calls }) => {
    const own = join(work, page.replaceAll('/', '-'));

    beforeAll(() => {
      cpSync(fixtures, own, { recursive: true });
      process.chdir(own);
    });

    test.each(found)('block $number', async (program) => {
      for (const method of ['log', 'table'] as const) vi.spyOn(console, method).mockReturnValue();
      const warn = vi.spyOn(console, 'warn').mockReturnValue();
      await run(program);
      // A warning that the page doesn't speak of would puzzle its reader.
      expect(warn.mock.calls).toEqual([]);
    });

    if (calls.length === 0) return;

    // In their order, since one writes what the next one reads.
    test('commands', async () => {
      for (const { line, args } of calls) {
        const here = within(own, args);
        expect(
          inputsOf(here).filter((file) => !existsSync(file)),
          line,
        ).toEqual([]);
        const { code, stderr } = await zbio(here);
        expect(code, `${line}\n${stderr}`).toBe(0);
      }
    });
  },
);
