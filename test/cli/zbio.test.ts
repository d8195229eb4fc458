import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { categorical } from '../../src/io/categorical.js';
import { createAnnData } from '../../src/io/createAnnData.js';
import { readH5ad } from '../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../src/io/h5ad/writeH5ad.js';
import { verifyModel } from '../../src/model/verifyModel.js';
import { syntheticCounts } from '../helpers/cells.js';
import { zbio } from './run.js';

// A process costs seconds, so these tests cover only exit codes, streams and signals.
const { x, batch, type } = syntheticCounts({ cells: 120, genes: 40 });
const genes = Array.from({ length: 40 }, (_, i) => `G${i}`);
let folder = '';
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-cli-'));
  const obs = { batch: categorical(batch), cell_type: type };
  const obsm = { X_old: { data: new Float32Array(240).fill(1), shape: [120, 2] as [number, number] } };
  await writeH5ad(createAnnData(x, { obs, obsm, varNames: genes }), at('cells.h5ad'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.concurrent('zbio', () => {
  test('fit writes latents, corrected expression and a model; transform writes the same', async () => {
    const [out, model, again] = [at('out.h5ad'), at('m.zbio'), at('again.h5ad')];
    const args = ['--batch', 'batch', '--epochs', '3', '--bio', '4', '--nio', '3'];
    const fitted = await zbio(['fit', at('cells.h5ad'), ...args, '--out', out, '--model', model]);
    expect(fitted).toMatchObject({
      code: 0,
      stdout: `${out}: 120 cells, 2 batches, 40 genes, counts log-normalised\n`,
    });
    // Plain lines if stderr isn't a terminal: no escape, no carriage return.
    const lines = fitted.stderr.trimEnd().split('\n');
    expect(lines[1]).toMatch(/^reading cells\.h5ad: 120 cells x 40 genes, dense, counts \(/);
    const epochs = lines.filter((line) =>
      /^epoch \d\/3 {2}\d+ s left {2}total [-\d.e+]+ {2}recon/.test(line),
    );
    expect(epochs).toHaveLength(3);
    expect(fitted.stderr.includes('\r') || fitted.stderr.includes('\u001b')).toBe(false);
    const [cells, before] = [await readH5ad(out), await readH5ad(at('cells.h5ad'))];
    expect([cells.x, cells.obs, cells.var]).toEqual([before.x, before.obs, before.var]);
    expect(Object.keys(cells.obsm).sort()).toEqual(['X_bio', 'X_nio', 'X_old']);
    expect([cells.obsm['X_bio']!.shape, cells.obsm['X_nio']!.shape]).toEqual([
      [120, 4],
      [120, 3],
    ]);
    expect(cells.layers['corrected']!.shape).toEqual([120, 40]);
    const transformed = await zbio([
      'transform',
      at('cells.h5ad'),
      ...['--model', model, '--out', again, '--json'],
    ]);
    expect(transformed.code).toBe(0);
    expect(JSON.parse(transformed.stdout)).toMatchObject({ command: 'transform', cells: 120, genes: 40 });
    const second = await readH5ad(again);
    expect([second.obsm, second.layers]).toEqual([cells.obsm, cells.layers]);
  });

  test('SIGINT exits 130 and writes nothing', async () => {
    const [out, model] = [at('interrupted.h5ad'), at('interrupted.zbio')];
    const args = ['--batch', 'batch', '--epochs', '300', '--out', out, '--model', model];
    let sent = false;
    const { code, stdout, stderr } = await zbio(['fit', at('cells.h5ad'), ...args], (child, printed) => {
      if (!sent && printed.includes('epoch')) sent = child.kill('SIGINT');
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/zbio: interrupted by SIGINT\. Nothing is written\.\n$/);
    expect(existsSync(out) || existsSync(model)).toBe(false);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s with a checkpoint exits %i and says how to go on', async (signal, expected) => {
    const [out, path] = [at('stopped.h5ad'), at(`${signal}.zbio`)];
    const args = ['--batch', 'batch', '--epochs', '300', '--checkpoint-every', '100', '--json'];
    let sent = false;
    const { code, stdout, stderr } = await zbio(
      ['fit', at('cells.h5ad'), ...args, '--out', out, '--checkpoint', path],
      (child, printed) => {
        // Not within the first epoch, when there is nothing to keep.
        if (!sent && /epoch (?!1\/)\d+\/300/.test(printed)) sent = child.kill(signal);
      },
    );
    expect(code).toBe(expected);
    const { epochs } = await verifyModel(path);
    const says = `interrupted by ${signal}. The checkpoint ${path} holds ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} of 300: the same command with --resume goes on.`;
    expect(stderr.endsWith(`zbio: ${says}\n`)).toBe(true);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'INTERRUPTED', message: says } });
    expect(existsSync(out)).toBe(false);
  });

  test('--help prints the help of a command and exits 0', async () => {
    const { code, stdout, stderr } = await zbio(['fit', '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/zbio fit cells\.h5ad --batch <column> --out out\.h5ad.*--early-stopping/s);
  });

  test('no argument prints the help and exits 2', async () => {
    const { code, stdout } = await zbio([]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/Usage/);
  });

  test('an unknown option exits 2 and names the nearest', async () => {
    expect(await zbio(['fit', at('cells.h5ad'), '--bacth', 'batch'])).toEqual({
      code: 2,
      stdout: '',
      stderr: "zbio: Unknown option '--bacth'. Did you mean '--batch'?\nTry zbio --help.\n",
    });
  });

  test('a missing file exits 1, with one line, and with the reason in JSON', async () => {
    const { code, stderr, stdout } = await zbio(['inspect', at('none.h5ad'), '--json']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^zbio: [^\n]*none\.h5ad[^\n]*\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'ZBIO_BAD_VALUE' } });
  });
});
