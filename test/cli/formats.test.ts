import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCommand } from '../../src/cli/commandLine/parseCommand.js';
import { fitCommand } from '../../src/cli/fitCommand.js';
import { formatOf } from '../../src/cli/input/formatOf.js';
import { inspectCommand } from '../../src/cli/inspectCommand.js';
import { batchNames } from '../../src/cli/joinFiles.js';
import { readH5ad } from '../../src/io/h5ad/readH5ad.js';
import { syntheticCounts } from '../helpers/cells.js';
import { pathOf } from '../io/dataIn.js';
import { fixture } from '../io/fixtures.js';
import { testShell } from './testShell.js';

let folder = '';
const at = (name: string) => join(folder, name);
const { x } = syntheticCounts({ cells: 60, genes: 12 });

/** Some cells as a table of cells x genes. */
function table(from: number, to: number): string {
  const row = (i: number) => [`c${i}`, ...x.data.subarray(i * 12, i * 12 + 12), i % 3 ? 'x' : 'y'].join(',');
  const rows = Array.from({ length: to - from }, (_, i) => row(from + i));
  return `,${Array.from({ length: 12 }, (_, i) => `G${i}`).join(',')},donor\n${rows.join('\n')}\n`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-formats-'));
  await writeFile(at('one.csv'), table(0, 30));
  await writeFile(at('two.csv.gz'), gzipSync(table(30, 60)));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...argv: string[]) => {
  const command = parseCommand(argv);
  return (command.name === 'fit' ? fitCommand : inspectCommand)(command, testShell());
};

test('formats are recognised by content, whatever files are called', async () => {
  await mkdir(at('cells.zarr'));
  await writeFile(at('cells.zarr/.zgroup'), '{}');
  await copyFile(pathOf('v3.h5'), at('counts.dat'));
  await copyFile(fixture('full'), at('cells.h5'));
  await copyFile(pathOf('integer.mtx'), at('integer.txt'));
  await copyFile(pathOf('v2/hg19/matrix.mtx'), at('matrix.mtx'));
  const found = await Promise.all([
    ...[at('counts.dat'), at('cells.h5'), at('integer.txt'), at('matrix.mtx'), at('two.csv.gz')].map(
      formatOf,
    ),
    ...[pathOf('v3'), pathOf('geo/GSM1_a_matrix.mtx.gz'), at('missing.h5ad'), at('cells.zarr')].map(formatOf),
  ]);
  expect(found).toEqual([
    '10x',
    'h5ad',
    'Matrix Market',
    'Matrix Market',
    'CSV',
    '10x',
    '10x',
    'h5ad',
    'zarr',
  ]);
  expect(batchNames(['a/GSM1_x_matrix.mtx.gz', 'b.csv.gz', 'c.tsv', 'd.h5'])).toEqual([
    'GSM1_x',
    'b',
    'c',
    'd',
  ]);
});

test('fit reads tables, one or several, and writes a new h5ad file', async () => {
  const quick = [
    '--epochs',
    '1',
    '--bio',
    '2',
    '--nio',
    '2',
    '--annotations',
    'donor',
    '--out',
    at('out.h5ad'),
  ];
  await run('fit', at('one.csv'), at('two.csv.gz'), '--batch-from-file', ...quick);
  const { obs, obsm, obsNames } = await readH5ad(at('out.h5ad'));
  expect([Object.keys(obs), obsm['X_bio']!.shape, obsNames.length]).toEqual([['donor', 'file'], [60, 2], 60]);
  await run('fit', at('one.csv'), '--batch', 'donor', ...quick);
  expect((await readH5ad(at('out.h5ad'))).obsm['X_bio']!.shape).toEqual([30, 2]);
});

test('inspect describes other formats; options that a format lacks are refused', async () => {
  const { text } = await run('inspect', pathOf('geo'), '--prefix', 'GSM2_b_');
  expect(text).toMatch(/7 cells x 8 genes \(G0, .*X: csr float32, 7 x 8.*gene_ids/s);
  await expect(run('inspect', pathOf('geo'))).rejects.toThrow("expected one of 'GSM1_a_', 'GSM2_b_'");
  await expect(run('inspect', at('one.csv'), '--prefix', 'a')).rejects.toThrow(
    /--prefix: only for '10x'; '.*one\.csv' is read as CSV\./,
  );
});

test('an h5ad file may lead to a folder that is named, and the output is one file', async () => {
  const folder = fileURLToPath(new URL('../reference/h5adExternal', import.meta.url));
  const inputs = [join(folder, 'virtual.h5ad'), '--external-folder', folder];
  expect((await run('inspect', ...inputs)).text).toMatch('X: dense float32, 6 x 4: counts');
  await expect(run('inspect', at('one.csv'), '--external-folder', folder)).rejects.toThrow("only for 'h5ad'");
  await run('fit', ...inputs, '--batch', 'batch', '--epochs', '1', '--out', at('one.h5ad'));
  const { layers, obsm, skipped } = await readH5ad(at('one.h5ad'));
  expect(Object.keys(layers)).toEqual(['corrected', 'same', 'sparse']);
  expect([Object.keys(obsm), skipped]).toEqual([['X_bio', 'X_nio'], undefined]);
});
