// Runs every program of README and docs, on small simulated cells: npm run docs:run
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { writeFixtures } from './fixtures.js';
import { pages, root } from './pages.js';
import { type Program, programs } from './programs.js';

// Inside the repository, so that the programs find its packages.
const sources = `${root}.cache/docs`;
const work = mkdtempSync(join(tmpdir(), 'zbio-docs-'));
const fixtures = join(work, 'fixtures');
const home = process.cwd();

beforeAll(async () => {
  rmSync(sources, { recursive: true, force: true });
  mkdirSync(fixtures);
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

const byPage = pages.map((page) => ({
  page,
  found: programs.filter((program) => program.page === page && program.notRun === undefined),
}));

describe.each(byPage.filter(({ found }) => found.length > 0))('$page', ({ page, found }) => {
  beforeAll(() => {
    const own = join(work, page.replaceAll('/', '-'));
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
});
