import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { readCells } from '../../src/cli/cells.js';
import { parseCommand } from '../../src/cli/commandLine/parseCommand.js';
import { UsageError } from '../../src/cli/commandLine/usageError.js';
import { exportCommand } from '../../src/cli/exportCommand.js';
import { extendCommand } from '../../src/cli/extendCommand.js';
import { fitCommand } from '../../src/cli/fitCommand.js';
import { inspectCommand } from '../../src/cli/inspectCommand.js';
import { batchNames } from '../../src/cli/joinFiles.js';
import { latentsCsv } from '../../src/cli/latentsCsv.js';
import { reportCommand } from '../../src/cli/reportCommand.js';
import { computeResults, wantsCorrected } from '../../src/cli/results.js';
import { selectGenes } from '../../src/cli/selectGenes.js';
import type { Outcome, Shell } from '../../src/cli/shell/shell.js';
import { transformCommand } from '../../src/cli/transformCommand.js';
import { verifyCommand } from '../../src/cli/verifyCommand.js';
import { categorical } from '../../src/io/categorical.js';
import { createAnnData } from '../../src/io/createAnnData.js';
import { readH5ad } from '../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../src/io/h5ad/writeH5ad.js';
import { subsetGenes } from '../../src/io/subset.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { scale } from '../../src/preprocess/scale.js';
import { syntheticCounts } from '../helpers/cells.js';
import { corpus } from '../io/h5ad/corpus.js';
import { testShell } from './testShell.js';

const { x, batch, type } = syntheticCounts({ cells: 100, genes: 30 });
const genes = Array.from({ length: 30 }, (_, i) => `G${i}`);
let folder = '';
const at = (name: string) => join(folder, name);

const counted =
  /^reading cells\.h5ad: 100 cells x 30 genes, dense, counts \(.*\): brought to 10,000 per cell and log1p$/;
const commands = {
  extendCommand,
  fitCommand,
  transformCommand,
  reportCommand,
  exportCommand,
  inspectCommand,
  verifyCommand,
};

/** Runs a command line in this process. */
function run(shell: Shell, ...argv: string[]): Promise<Outcome> {
  const command = parseCommand(argv);
  return commands[`${command.name!}Command`](command, shell);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-commands-'));
  const obs = { batch: categorical(batch), cell_type: type };
  const cells = createAnnData(x, { obs, varNames: genes });
  await writeH5ad(cells, at('cells.h5ad'));
  await writeH5ad(subsetGenes(cells, [...genes.slice(2)].reverse()), at('reversed.h5ad'));
  const scaled = { data: log1p(normalizeTotal(x)).data, shape: x.shape };
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
  test('normalises counts to 10,000 per cell, then log1p, keeps the original cells, and says what it read', async () => {
    const shell = testShell();
    const { adata, normalised, counts } = await readCells(at('cells.h5ad'), shell);
    expect(counts).toBe(true);
    expect(adata.x).toEqual(x);
    expect(normalised.x).toEqual(log1p(normalizeTotal(x, { targetSum: 1e4 })));
    expect(normalised.varNames).toEqual(genes);
    expect(shell.lines).toEqual([expect.stringMatching(counted)]);
  });

  test('leaves other values unchanged', async () => {
    const { adata, normalised, counts } = await readCells(at('layers.h5ad'), testShell());
    expect(counts).toBe(false);
    expect(normalised.x).toEqual(adata.x);
  });

  test('reads a layer', async () => {
    const options = { from: { layer: 'counts' } };
    const { adata, normalised, counts } = await readCells(at('layers.h5ad'), testShell(), options);
    expect(counts).toBe(true);
    expect(normalised.x).toEqual((await readCells(at('cells.h5ad'), testShell())).normalised.x);
    expect(adata.x).toEqual(x);
  });

  test('names the file, cell and gene of a value that is not finite, and the available layers', async () => {
    await expect(readCells(at('broken.h5ad'), testShell())).rejects.toThrow(
      /broken\.h5ad: .*NaN in cell 1, gene 1 \('G1'\)/,
    );
    await expect(readCells(at('layers.h5ad'), testShell(), { from: { layer: 'count' } })).rejects.toThrow(
      /'X', 'counts', received 'count'/,
    );
  });
});

describe('the results', () => {
  test('all genes: latents in obsm, corrected expression as a layer', async () => {
    const cells = await readCells(at('cells.h5ad'), testShell());
    using model = await modelOf(cells.normalised);
    const wanted = { corrected: true };
    const found = await computeResults(cells, model, cells.normalised, wanted, testShell());
    expect([found.obsm['X_bio']!.shape, found.obsm['X_nio']!.shape]).toEqual([
      [100, 3],
      [100, 2],
    ]);
    expect(found.layers['corrected']).toEqual(await model.correct(cells.normalised.x));
    expect(found.var).toEqual({});
  });

  test('selected genes: corrected expression in obsm, and a mask in var', async () => {
    const cells = await readCells(at('cells.h5ad'), testShell());
    const shell = testShell();
    const modelled = selectGenes(cells.normalised, batch, 12, shell);
    expect(shell.lines).toEqual(['genes: 12 most variable of 30']);
    using model = await modelOf(modelled);
    const wanted = { to: 'batch 1', corrected: true };
    const found = await computeResults(cells, model, modelled, wanted, shell);
    expect(found.layers).toEqual({});
    expect(found.obsm['X_corrected']).toEqual(await model.correct(modelled.x, { to: 'batch 1' }));
    const chosen = genes.filter((_, i) => (found.var['zbio'] as boolean[])[i]);
    expect(chosen).toEqual(modelled.varNames);
  });

  test('at most as many genes as requested: all are used', async () => {
    const { normalised } = await readCells(at('cells.h5ad'), testShell());
    expect(selectGenes(normalised, batch, 30, testShell())).toBe(normalised);
  });

  test('corrected expression above 1 GB is left out, with a line, unless it is asked for', () => {
    const shell = testShell();
    expect(wantsCorrected({}, [125_000, 2000], shell)).toBe(true);
    expect(wantsCorrected({ 'no-corrected': true }, [10, 10], shell)).toBe(false);
    expect(wantsCorrected({ corrected: true }, [300_000, 2000], shell)).toBe(true);
    expect(shell.lines).toEqual([]);
    expect(wantsCorrected({}, [300_000, 2000], shell)).toBe(false);
    expect(shell.lines).toEqual([expect.stringMatching(/left out.* 2\.4 GB; --corrected writes it$/)]);
    expect(() => wantsCorrected({ corrected: true, 'no-corrected': true }, [1, 1], shell)).toThrow(
      UsageError,
    );
  });
});

describe('fit', () => {
  test('writes latents, corrected expression, a model, and a report by labels; its lines say what it does', async () => {
    const [shell, out, model] = [testShell(), at('out.h5ad'), at('m.zbio')];
    const before = tf.memory().numTensors;
    const args = ['--batch', 'batch', '--labels', 'cell_type', '--epochs', '3', '--genes', '20'];
    const { text, json } = await run(shell, 'fit', at('cells.h5ad'), ...args, '--out', out, '--model', model);
    expect(tf.memory().numTensors).toBe(before);
    const [backend, ...lines] = shell.lines;
    expect(backend).toMatch(/^backend \w+, (not )?compiled/);
    expect(lines).toEqual([
      expect.stringMatching(counted),
      'genes: 20 most variable of 30',
      "training: 100 cells, 2 batches ('batch')",
      ...[1, 2, 3].map((epoch) =>
        expect.stringMatching(new RegExp(`^epoch ${epoch}/3 .* total [\\d.]+ {2}reconstruction `)),
      ),
      expect.stringMatching(/^trained: 3 epochs in \d+ s, total [\d.]+$/),
      expect.stringMatching(
        /^wrote .*: obsm\['X_bio'\], obsm\['X_nio'\], obsm\['X_corrected'\], var\['zbio'\]$/,
      ),
      'scoring 100 cells',
    ]);
    expect(text).toMatch(/batch from z_bio .*total +\d.*out\.h5ad: 100 cells, 2 batches, 20 genes/s);
    expect(json).toMatchObject({ cells: 100, genes: 20, counts: true, corrected: true, epochs: 3 });
    expect(json).toHaveProperty('integration.total');
    // What it wrote can be transformed, scored and exported.
    const again = await run(
      testShell(),
      'transform',
      at('cells.h5ad'),
      '--model',
      model,
      '--out',
      at('b.h5ad'),
    );
    expect(again.json).toMatchObject({ cells: 100, genes: 20 });
    const [first, second] = [await readH5ad(out), await readH5ad(at('b.h5ad'))];
    expect([second.obsm, second.var]).toEqual([first.obsm, first.var]);
    const columns = ['--batch', 'batch', '--labels', 'cell_type'];
    const scored = await run(testShell(), 'report', out, ...columns);
    const ofModel = await run(testShell(), 'report', at('cells.h5ad'), '--model', model, ...columns);
    const { leakage } = json as { leakage: object };
    expect([scored.json, ofModel.json]).toEqual([
      expect.objectContaining({ leakage }),
      expect.objectContaining({ leakage }),
    ]);
  });

  test('joins files by the genes that all have; each file is a batch; early stopping holds cells out', async () => {
    const [shell, out] = [testShell(), at('joined.h5ad')];
    const files = [at('cells.h5ad'), at('reversed.h5ad')];
    const args = ['--batch-from-file', '--early-stopping', '--epochs', '2', '--no-corrected'];
    const { json } = await run(shell, 'fit', ...files, ...args, '--out', out);
    expect(shell.lines).toContain('joined 2 files: 200 cells; 28 genes in common of 30, 28');
    expect(json).toMatchObject({ cells: 200, genes: 28, batches: ['cells', 'reversed'], corrected: false });
    const { x: joined, obs, layers, obsm } = await readH5ad(out);
    expect(joined.shape).toEqual([200, 28]);
    expect(layers).toEqual({});
    expect(Object.keys(obsm)).toEqual(['X_bio', 'X_nio']);
    expect(obs['file']).toMatchObject({ categories: ['cells', 'reversed'] });
    const mixed = run(testShell(), 'fit', at('cells.h5ad'), at('layers.h5ad'), ...args, '--out', out);
    await expect(mixed).rejects.toThrow(
      /expected the same units in all files, received counts in .*cells\.h5ad' and values normalised to 10000 in .*layers/,
    );
  });

  test('a checkpoint: interrupted, refused, resumed; the output is that of an uninterrupted run', async () => {
    const path = at('run.zbio');
    const options = ['--batch', 'batch', '--epochs', '4', '--early-stopping', '--out'];
    const fitWith = (shell: Shell, ...more: string[]) =>
      run(shell, 'fit', at('cells.h5ad'), ...options, ...more);
    const kept = [at('kept.h5ad'), '--checkpoint', path];
    const stop = new AbortController();
    const shell = testShell(stop.signal);
    const reason = new DOMException('interrupted by SIGTERM. Nothing is written.', 'AbortError');
    const line = (text: string) => void (text.startsWith('epoch 2') && stop.abort(reason));
    const stopped = fitWith({ ...shell, progress: { ...shell.progress, line } }, ...kept);
    await expect(stopped).rejects.toThrow(
      `interrupted by SIGTERM. The checkpoint ${path} holds 2 epochs of 4: the same command with --resume goes on.`,
    );
    await expect(fitWith(testShell(), ...kept)).rejects.toThrow(
      /holds a run that isn't done \(2 of 4 epochs\)\. Add --resume to go on with it, name another file/,
    );
    const differing: [string[], RegExp][] = [
      [['--seed', '1'], /options of its run, seed: 0, received 1/],
      [['--preset', 'plain'], /preset: none, received 'plain'/],
      [['--genes', '20'], /genes: 30: G0, G1, .*, received 20: /],
      [['--batch', 'cell_type'], /batch/],
      [['--epochs', '3'], /at least 4/],
    ];
    for (const [more, message] of differing)
      await expect(fitWith(testShell(), ...kept, '--resume', ...more)).rejects.toThrow(message);
    const resumed = await fitWith(testShell(), ...kept, '--resume');
    expect(resumed.json).toMatchObject({ epochs: 4, checkpoint: path });
    await fitWith(testShell(), at('whole.h5ad'));
    const [one, other] = [await readH5ad(at('kept.h5ad')), await readH5ad(at('whole.h5ad'))];
    expect([one.obsm, one.layers]).toEqual([other.obsm, other.layers]);
    for (const file of [at('kept.h5ad'), at('cells.h5ad')]) {
      const own = fitWith(testShell(), at('kept.h5ad'), '--checkpoint', file);
      await expect(own).rejects.toThrow(/^--checkpoint: expected a file of its own/);
    }
    await expect(fitWith(testShell(), at('a.h5ad'), '--resume')).rejects.toThrow(
      '--resume needs --checkpoint <file>.',
    );
  });

  test('labels that cannot be scored: it goes on and says why', async () => {
    const some = type.map((name, i) => (i < 50 ? name : null));
    const obs = { batch: categorical(batch), type: categorical(some) };
    await writeH5ad(createAnnData(x, { obs, varNames: genes }), at('few.h5ad'));
    const args = ['--batch', 'batch', '--labels', 'type', '--epochs', '1', '--out', at('few-out.h5ad')];
    const shell = testShell();
    await run(shell, 'fit', at('few.h5ad'), ...args);
    expect(shell.lines).toContain('no report: 50 cells have a batch and a label, and 90 are needed');
  });
});

describe('extend', () => {
  test('writes the latents of a new batch and the extended model, which transform then takes', async () => {
    const { normalised } = await readCells(at('cells.h5ad'), testShell());
    using model = await modelOf(normalised);
    await model.save(at('reference.zbio'));
    const late = batch.map(() => 'late');
    await writeH5ad(createAnnData(x, { obs: { plate: late }, varNames: genes }), at('late.h5ad'));
    const [out, path] = [at('mapped.h5ad'), at('extended.zbio')];
    const given = ['--model', at('reference.zbio'), '--batch', 'plate', '--out', out, '--extended', path];
    const { text, json } = await run(testShell(), 'extend', at('late.h5ad'), ...given);
    expect(text).toBe(`${out}: 100 cells of 1 new batch (late), 30 genes`);
    expect(json).toMatchObject({ command: 'extend', added: ['late'], form: 'aligned', extended: path });
    using mapped = await DisentangledAE.load(path);
    const { bio } = await mapped.transform(normalised.x, { genes, batch: late });
    const { obsm, layers } = await readH5ad(out);
    expect(obsm['X_bio']).toEqual(bio);
    expect(layers['corrected']!.shape).toEqual([100, 30]);
    const again = at('mapped-again.h5ad');
    const args = ['--model', path, '--batch', 'plate', '--out', again];
    await run(testShell(), 'transform', at('late.h5ad'), ...args);
    expect((await readH5ad(again)).obsm['X_bio']).toEqual(bio);
    const known = ['--model', path, '--batch', 'plate', '--out', at('never-mapped.h5ad')];
    await expect(run(testShell(), 'extend', at('late.h5ad'), ...known)).rejects.toThrow(/received 'late'/);
    expect(existsSync(at('never-mapped.h5ad'))).toBe(false);
  });
});

describe('transform', () => {
  test('prepares cells as fit did, even if counts are too low to be recognised', async () => {
    const { normalised } = await readCells(at('cells.h5ad'), testShell());
    using model = new DisentangledAE({ input: 'asIs' });
    await model.fit(normalised.x, batch, { epochs: 2, preprocessing: { logNormalisedCounts: true } });
    await model.save(at('noted.zbio'));
    const low = { ...x, data: x.data.map((value) => Math.min(value, 9)) };
    await writeH5ad(createAnnData(low, { varNames: genes }), at('low.h5ad'));
    const out = at('low-out.h5ad');
    await run(testShell(), 'transform', at('low.h5ad'), '--model', at('noted.zbio'), '--out', out);
    const { bio } = await model.transform(log1p(normalizeTotal(low, { targetSum: 1e4 })));
    expect((await readH5ad(out)).obsm['X_bio']).toEqual(bio);
  });

  test('picks the genes of the model, in any order of the file; an abort writes nothing', async () => {
    const cells = await readCells(at('cells.h5ad'), testShell());
    const modelled = selectGenes(subsetGenes(cells.normalised, genes.slice(2)), batch, 12, testShell());
    using model = await modelOf(modelled);
    await model.save(at('some.zbio'));
    const args = ['--model', at('some.zbio'), '--out'];
    const { text } = await run(testShell(), 'transform', at('reversed.h5ad'), ...args, at('a.h5ad'));
    expect(text).toBe(`${at('a.h5ad')}: 100 cells, 12 genes`);
    const reversed = await readCells(at('reversed.h5ad'), testShell());
    const { bio } = await model.transform(subsetGenes(reversed.normalised, modelled.varNames).x);
    expect((await readH5ad(at('a.h5ad'))).obsm['X_bio']).toEqual(bio);
    const aborted = testShell(AbortSignal.abort(new Error('interrupted')));
    const never = run(aborted, 'transform', at('cells.h5ad'), ...args, at('never.h5ad'));
    await expect(never).rejects.toThrow('interrupted');
    expect(existsSync(at('never.h5ad'))).toBe(false);
  });
});

describe('report and export', () => {
  test('an embedding that the file lacks is refused with those that it has', async () => {
    const data = new Float32Array(200).map((_, i) => Math.sin(i));
    const obsm = { X_pca: { data, shape: [100, 2] as [number, number] } };
    const obs = { batch: categorical(batch) };
    await writeH5ad(createAnnData(x, { obs, obsm, varNames: genes }), at('pca.h5ad'));
    const args = ['report', at('pca.h5ad'), '--batch', 'batch'];
    await expect(run(testShell(), ...args)).rejects.toThrow(
      "--embedding: expected one of 'X_pca', received 'X_bio'. Name one: --embedding X_pca.",
    );
    const { json } = await run(testShell(), ...args, '--embedding', 'X_pca');
    expect(json).toHaveProperty('integration.batchCorrection');
    expect(json).not.toHaveProperty('leakage.batchFromNio');
    const out = at('pca.csv');
    await run(testShell(), 'export', at('pca.h5ad'), '--embedding', 'X_pca', '--out', out);
    const [header, first] = readFileSync(out, 'utf8').split('\n');
    expect([header, first]).toEqual(['cell,X_pca_1,X_pca_2', `0,${data[0]},${data[1]}`]);
  });

  test('report writes a page, of a model with its fingerprint; a place that takes no page is refused before the work', async () => {
    const cells = await readCells(at('cells.h5ad'), testShell());
    using model = await modelOf(cells.normalised);
    await model.save(at('page.zbio'));
    const args = ['report', at('cells.h5ad'), '--model', at('page.zbio'), '--batch', 'batch', '--out'];
    const shell = testShell();
    const { json, text } = await run(shell, ...args, at('page.html'));
    const page = readFileSync(at('page.html'), 'utf8');
    expect(shell.lines.at(-1)).toMatch(/^wrote .*page\.html \(\d+ kB\)$/);
    expect(page).toContain('<h1>Report on page.zbio</h1>');
    expect(page).toContain('<figure id="figure-history">');
    const { fingerprint, out } = json as { fingerprint: string; out: string };
    expect([page.includes(`Fingerprint: ${fingerprint}.`), out]).toEqual([true, at('page.html')]);
    expect(text).toContain('batch from z_bio');
    await expect(run(testShell(), ...args, at('page.pdf'))).rejects.toThrow(
      /--out: expected a file that ends in \.html, received '.*page\.pdf'/,
    );
    const refused = testShell();
    await expect(run(refused, ...args, at('nowhere/page.html'))).rejects.toThrow("doesn't exist");
    expect(refused.lines).toEqual([]);
  });

  test('a modality is read, written and exported on its own; export reads no expression', async () => {
    const { bytes } = corpus.find(({ name }) => name === 'file_mudata')!;
    await writeFile(at('two.h5mu'), bytes);
    const [out, csv] = [at('two-out.h5mu'), at('two.csv')];
    const part = ['--modality', 'rna'];
    await expect(run(testShell(), 'inspect', at('two.h5mu'))).rejects.toThrow(
      "expected one of 'prot', 'rna'",
    );
    expect((await run(testShell(), 'inspect', at('two.h5mu'), ...part)).json).toMatchObject({ cells: 12 });
    const args = ['--batch', 'batch', '--epochs', '1', '--no-corrected', '--out', out];
    await run(testShell(), 'fit', at('two.h5mu'), ...part, ...args);
    const { obsm } = await readH5ad(out, { modality: 'rna' });
    expect(obsm).toHaveProperty('X_bio');
    await run(testShell(), 'export', out, ...part, '--out', csv);
    expect(readFileSync(csv, 'utf8').split('\n')).toHaveLength(14);
  });

  test('export writes ONNX; the ending of --out decides', async () => {
    const cells = await readCells(at('cells.h5ad'), testShell());
    using model = await modelOf(cells.normalised);
    await model.save(at('all.zbio'));
    const args = ['--model', at('all.zbio'), '--out'];
    const { text } = await run(testShell(), 'export', ...args, at('e.onnx'));
    expect(text).toContain('e.onnx: encoder of');
    expect(readFileSync(at('e.onnx')).length).toBeGreaterThan(1000);
    const wrongly = [
      [...args, at('e.bin')],
      ['--out', at('e.onnx')],
      [...args, at('f.onnx'), '--to', 'batch 1'],
    ];
    for (const wrong of wrongly) {
      await expect(async () => run(testShell(), 'export', ...wrong)).rejects.toThrow(UsageError);
    }
  });

  test('CSV quotes names where it must', () => {
    const z = { data: Float32Array.of(1, 0.5), shape: [2, 1] as [number, number] };
    expect(latentsCsv(['a,b', 'say "x"'], { z }, ['z'])).toBe('cell,z_1\n"a,b",1\n"say ""x""",0.5\n');
  });
});

test('inspect shows matrices, columns and a command to try', async () => {
  const { text, json } = await run(testShell(), 'inspect', at('layers.h5ad'));
  expect(text).toMatch(/100 cells x 30 genes \(G0, G1, G2, G3, G4, …\)/);
  expect(text).toMatch(
    /X: dense float32, 100 x 30: log-normalised values .*counts: dense float32, 100 x 30: counts \(/s,
  );
  expect(text).toMatch(
    /try: npx zbio fit '.*layers\.h5ad' --batch 'batch' --labels 'cell_type' --out out\.h5ad$/,
  );
  expect(json).toMatchObject({ command: 'inspect', batchCandidates: ['batch'], cells: 100 });
});

describe('of scaled cells', () => {
  const scaled = scale(x);
  const obs = { batch: categorical(batch) };

  test('inspect names the layer with counts in the command to try, and fit says how to name it', async () => {
    await writeH5ad(
      createAnnData(scaled, { obs, layers: { log: log1p(normalizeTotal(x)), counts: x } }),
      at('scaled.h5ad'),
    );
    const { text } = await run(testShell(), 'inspect', at('scaled.h5ad'));
    expect(text).toMatch(
      /try: npx zbio fit '.*scaled\.h5ad' --layer 'counts' --batch 'batch' --out out\.h5ad$/,
    );
    const shell = testShell();
    const line = ['--batch', 'batch', '--epochs', '1', '--out', at('fitted.h5ad')];
    await run(shell, 'fit', at('scaled.h5ad'), ...line);
    expect(shell.lines.join('\n')).toMatch(/used unchanged.*name the layer that holds them \(--layer counts/);
  });

  test('inspect leaves the command as it is if no layer is better', async () => {
    await writeH5ad(createAnnData(scaled, { obs }), at('scaled.h5ad'));
    const { text } = await run(testShell(), 'inspect', at('scaled.h5ad'));
    expect(text).toMatch(/fit '.*scaled\.h5ad' --batch/);
  });
});

test('fit says before training, and in its report, that batch and cell type are the same', async () => {
  const obs = { batch: categorical(type), cell_type: type };
  await writeH5ad(createAnnData(x, { obs, varNames: genes }), at('same.h5ad'));
  const shell = testShell();
  const columns = ['--batch', 'batch', '--labels', 'cell_type'];
  const { text } = await run(
    shell,
    'fit',
    at('same.h5ad'),
    ...columns,
    '--epochs',
    '1',
    '--out',
    at('fitted.h5ad'),
  );
  const said = /Every cell type is in one batch only/;
  const design = shell.lines.findIndex((line) => said.test(line));
  expect(design).toBeGreaterThan(-1);
  expect(design).toBeLessThan(shell.lines.findIndex((line) => line.startsWith('training:')));
  expect(text).toMatch(said);
});

test('files are named by what tells them apart', () => {
  expect(batchNames(['a/one.h5ad', 'b/two.h5ad'])).toEqual(['one', 'two']);
  expect(batchNames(['a/one.h5ad', 'b/one.h5ad'])).toEqual(['a/one', 'b/one']);
  const twice = ['a/one.h5ad', 'a/one.h5ad'];
  expect(() => batchNames(twice)).toThrow("expected each file once, received 'a/one.h5ad' twice");
});

describe('fit refuses before training', () => {
  // With this many epochs, the test would time out if training began.
  const refused = (...args: string[]) =>
    run(testShell(), 'fit', at('cells.h5ad'), '--epochs', '10000000', ...args);
  const usual = () => ['--batch', 'batch', '--out', at('o.h5ad')];

  test('no batch, or two kinds of batches, as wrong usage', async () => {
    await expect(refused('--out', at('o.h5ad'))).rejects.toThrow(UsageError);
    await expect(refused(...usual(), '--batch-from-file')).rejects.toThrow(/not both/);
    await expect(refused('--batch-from-file', '--out', at('o.h5ad'))).rejects.toThrow(/at least two files/);
  });

  test('a missing column, with the list of columns', async () => {
    await expect(refused('--batch', 'bach', '--out', at('o.h5ad'))).rejects.toThrow(
      /one of 'batch', 'cell_type', received 'bach'\. Did you mean 'batch'\?/,
    );
    await expect(refused(...usual(), '--labels', 'cell-type')).rejects.toThrow(/Did you mean 'cell_type'\?/);
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
});
