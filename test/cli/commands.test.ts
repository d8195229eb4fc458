import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { addResults, readCells, selectGenes } from '../../src/cli/cells.js';
import { fitCommand } from '../../src/cli/fitCommand.js';
import { parseCommand, UsageError } from '../../src/cli/parseCommand.js';
import { transformCommand } from '../../src/cli/transformCommand.js';
import { categorical } from '../../src/io/categorical.js';
import { createAnnData } from '../../src/io/createAnnData.js';
import { addToH5ad } from '../../src/io/h5ad/addToH5ad.js';
import { readH5ad } from '../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../src/io/h5ad/writeH5ad.js';
import { subsetGenes } from '../../src/io/subset.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { syntheticCounts } from '../helpers/cells.js';

const { x, batch, type } = syntheticCounts({ cells: 100, genes: 30 });
const genes = Array.from({ length: 30 }, (_, i) => `G${i}`);
const quiet = new AbortController().signal;
let folder = '';
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-commands-'));
  const obs = { batch: categorical(batch), cell_type: type };
  await writeH5ad(createAnnData(x, { obs, varNames: genes }), at('cells.h5ad'));
  const scaled = { data: x.data.map((count) => count / 7), shape: x.shape };
  await writeH5ad(createAnnData(scaled, { obs, layers: { counts: x }, varNames: genes }), at('layers.h5ad'));
  const broken = { data: x.data.with(31, Number.NaN), shape: x.shape };
  await writeH5ad(createAnnData(broken, { obs, varNames: genes }), at('broken.h5ad'));
  await mkdir(at('folder'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A model of some cells, trained briefly. */
async function modelOf(cells: Awaited<ReturnType<typeof readCells>>['normalised']): Promise<DisentangledAE> {
  const model = new DisentangledAE({ input: 'asIs', latent: { bio: 3, nio: 2 } });
  return await model.fit(cells.x, batch, { epochs: 2, genes: cells.varNames });
}

describe('readCells', () => {
  test('normalises counts to 10,000 per cell, then log1p, and keeps the original cells', async () => {
    const { adata, normalised, counts } = await readCells(at('cells.h5ad'));
    expect(counts).toBe(true);
    expect(adata.x).toEqual(x);
    expect(normalised.x).toEqual(log1p(normalizeTotal(x, { targetSum: 1e4 })));
    expect(normalised.varNames).toEqual(genes);
  });

  test('leaves other values unchanged', async () => {
    const { adata, normalised, counts } = await readCells(at('layers.h5ad'), { input: 'asIs' });
    expect(counts).toBe(false);
    expect(normalised.x).toEqual(adata.x);
  });

  test('reads a layer', async () => {
    const { adata, normalised, counts } = await readCells(at('layers.h5ad'), { layer: 'counts' });
    expect(counts).toBe(true);
    expect(normalised.x).toEqual((await readCells(at('cells.h5ad'))).normalised.x);
    expect(adata.x).toEqual(x);
  });

  test('names the file, cell and gene of a value that is not finite, and the available layers', async () => {
    await expect(readCells(at('broken.h5ad'))).rejects.toThrow(
      /broken\.h5ad: .*NaN in cell 1, gene 1 \('G1'\)/,
    );
    await expect(readCells(at('layers.h5ad'), { layer: 'count' })).rejects.toThrow(
      /'X', 'counts', received 'count'/,
    );
  });
});

describe('the output', () => {
  test('all genes: latents in obsm, corrected expression as a layer', async () => {
    const cells = await readCells(at('cells.h5ad'));
    using model = await modelOf(cells.normalised);
    const {
      obsm = {},
      layers = {},
      var: variables,
    } = await addResults(cells, model, cells.normalised, undefined);
    expect([obsm['X_bio']!.shape, obsm['X_nio']!.shape]).toEqual([
      [100, 3],
      [100, 2],
    ]);
    expect(layers['corrected']).toEqual(await model.correct(cells.normalised.x));
    expect(variables).toEqual({});
  });

  test('selected genes: corrected expression in obsm, and a mask in var', async () => {
    const cells = await readCells(at('cells.h5ad'));
    const modelled = selectGenes(cells.normalised, batch, 12);
    expect(modelled.varNames).toHaveLength(12);
    using model = await modelOf(modelled);
    const results = await addResults(cells, model, modelled, 'batch 1');
    expect(results.layers).toBeUndefined();
    expect(results.obsm!['X_corrected']).toEqual(await model.correct(modelled.x, { to: 'batch 1' }));
    const chosen = genes.filter((_, i) => (results.var!['zbio'] as boolean[])[i]);
    expect(chosen).toEqual(modelled.varNames);
    // As in h5ad.
    await addToH5ad(at('cells.h5ad'), results, at('selected.h5ad'));
    const read = await readH5ad(at('selected.h5ad'));
    expect(read.x).toEqual(x);
    expect(read.obsm).toEqual(results.obsm);
    expect(read.var['zbio']).toEqual(results.var!['zbio']);
  });

  test('at most as many genes as requested: all are used', async () => {
    const { normalised } = await readCells(at('cells.h5ad'));
    expect(selectGenes(normalised, batch, 30)).toBe(normalised);
  });

  test('transform prepares cells as fit did, even if counts are too low to be recognised', async () => {
    const { normalised } = await readCells(at('cells.h5ad'));
    using model = new DisentangledAE({ input: 'asIs' });
    await model.fit(normalised.x, batch, { epochs: 2, preprocessing: { logNormalisedCounts: true } });
    await model.save(at('noted.zbio'));
    const low = { ...x, data: x.data.map((value) => Math.min(value, 9)) };
    await writeH5ad(createAnnData(low, { varNames: genes }), at('low.h5ad'));
    const argv = ['transform', '--model', at('noted.zbio'), at('low.h5ad'), '--out', at('low-out.h5ad')];
    await transformCommand(parseCommand(argv), quiet);
    const { bio } = await model.transform(log1p(normalizeTotal(low, { targetSum: 1e4 })));
    expect((await readH5ad(at('low-out.h5ad'))).obsm['X_bio']).toEqual(bio);
  });

  test('transform picks the genes of the model, in any order of the file', async () => {
    const cells = await readCells(at('cells.h5ad'));
    const modelled = selectGenes(cells.normalised, batch, 12);
    using model = await modelOf(modelled);
    await model.save(at('some.zbio'));
    await writeH5ad(subsetGenes(cells.adata, [...genes].reverse()), at('reversed.h5ad'));
    const command = (file: string, out: string) =>
      transformCommand(
        parseCommand(['transform', '--model', at('some.zbio'), at(file), '--out', at(out)]),
        quiet,
      );
    expect(await command('cells.h5ad', 'a.h5ad')).toBe(`${at('a.h5ad')}: 100 cells, 12 genes`);
    await command('reversed.h5ad', 'b.h5ad');
    const { bio } = await model.transform(modelled.x);
    const [a, b] = [await readH5ad(at('a.h5ad')), await readH5ad(at('b.h5ad'))];
    expect(a.obsm['X_bio']).toEqual(bio);
    b.obsm['X_bio']!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(bio.data[i]!, 4);
    });
  });

  test('an abort during transform writes nothing', async () => {
    const aborted = AbortSignal.abort(new Error('interrupted'));
    const argv = ['transform', '--model', at('some.zbio'), at('cells.h5ad'), '--out', at('never.h5ad')];
    await expect(transformCommand(parseCommand(argv), aborted)).rejects.toThrow('interrupted');
    expect(existsSync(at('never.h5ad'))).toBe(false);
  });
});

describe('fit refuses before training', () => {
  // With this many epochs, the test would time out if training began.
  const refused = (...args: string[]) =>
    fitCommand(parseCommand(['fit', at('cells.h5ad'), '--epochs', '10000000', ...args]), quiet);
  const usual = () => ['--batch', 'batch', '--out', at('o.h5ad')];

  test('a missing argument, as wrong usage', async () => {
    await expect(refused('--batch', 'batch')).rejects.toThrow(new UsageError('Missing: --out <file>.'));
    await expect(refused('--out', at('o.h5ad'))).rejects.toThrow(/^Missing: --batch <column of obs>\.$/);
    const bare = fitCommand(parseCommand(['fit', ...usual()]), quiet);
    await expect(bare).rejects.toThrow(/^Missing: the h5ad to read/);
    await expect(refused(...usual(), '--genes', 'many')).rejects.toThrow(UsageError);
  });

  test('a missing column, with the list of columns', async () => {
    await expect(refused('--batch', 'bach', '--out', at('o.h5ad'))).rejects.toThrow(
      /one of 'batch', 'cell_type', received 'bach'\. Did you mean 'batch'\?/,
    );
  });

  test('a missing batch to correct towards, with the nearest name', async () => {
    await expect(refused(...usual(), '--to', 'batch1')).rejects.toThrow(
      "--to: expected one of 'batch 0', 'batch 1', received 'batch1'. Did you mean 'batch 1'?",
    );
  });

  test.each([
    ['--out', 'no/such/file', /Can't write '.*file': the folder .*such doesn't exist/],
    ['--model', 'no/such/file', /Can't write '.*file': the folder .*such doesn't exist/],
    ['--out', 'folder', /Can't write '.*folder': it is a folder/],
  ])('%s %s', async (option, name, message) => {
    await expect(refused(...usual(), option, at(name))).rejects.toThrow(message);
    expect(existsSync(at('o.h5ad'))).toBe(false);
  });

  test('an unknown preset, naming the nearest', async () => {
    await expect(refused(...usual(), '--preset', 'defualt')).rejects.toThrow(/Did you mean 'default'\?/);
  });
});
