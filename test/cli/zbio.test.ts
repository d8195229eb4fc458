import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { categorical } from '../../src/io/categorical.js';
import { createAnnData } from '../../src/io/createAnnData.js';
import { readH5ad } from '../../src/io/readH5ad.js';
import { writeH5ad } from '../../src/io/writeH5ad.js';
import { syntheticCounts } from '../helpers/cells.js';
import { zbio } from './run.js';

const { x, batch, type } = syntheticCounts({ cells: 120, genes: 40 });
const genes = Array.from({ length: 40 }, (_, i) => `G${i}`);
const quick = ['--batch', 'batch', '--epochs', '3', '--bio', '4', '--nio', '3'];
let folder = '';
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-cli-'));
  const obs = { batch: categorical(batch), cell_type: type };
  const obsm = { X_old: { data: new Float32Array(240).fill(1), shape: [120, 2] as [number, number] } };
  await writeH5ad(createAnnData(x, { obs, obsm, varNames: genes }), at('cells.h5ad'));
  const layers = { counts: x };
  const scaled = { data: x.data.map((count) => count / 7), shape: x.shape };
  await writeH5ad(createAnnData(scaled, { obs, layers, varNames: genes }), at('layers.h5ad'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.concurrent('without work to do', () => {
  test('--help prints the help and exits 0', async () => {
    const { code, stdout, stderr } = await zbio(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/zbio fit cells\.h5ad --batch <column> --out out\.h5ad/);
  });

  test('nothing at all prints the help and exits 2', async () => {
    const { code, stdout } = await zbio([]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/Usage/);
  });

  test('an unknown option exits 2 and names the nearest', async () => {
    const { code, stdout, stderr } = await zbio(['fit', at('cells.h5ad'), '--bacth', 'batch']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/zbio: Unknown option '--bacth'\. Did you mean '--batch'\?\nTry zbio --help\./);
  });

  test('a file that is not there exits 1', async () => {
    const { code, stderr } = await zbio(['fit', at('none.h5ad'), ...quick, '--out', at('none-out.h5ad')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/zbio: .*none\.h5ad/);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('an unknown batch column exits 1 and lists the columns', async () => {
    const args = ['--batch', 'bach', '--out', at('column.h5ad')];
    const { code, stderr } = await zbio(['fit', at('cells.h5ad'), ...args]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/one of 'batch', 'cell_type', received 'bach'\. Did you mean 'batch'\?/);
    expect(existsSync(at('column.h5ad'))).toBe(false);
  });

  test.each(['--out', '--model'])('an unwritable %s exits 1 before training', async (option) => {
    const nowhere = join(folder, 'no', 'folder', 'file');
    const written = option === '--out' ? [] : ['--out', at('unwritten.h5ad')];
    const args = ['fit', at('cells.h5ad'), '--batch', 'batch', '--epochs', '100000', ...written];
    const { code, stderr } = await zbio([...args, option, nowhere]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Can't write '.*file': the folder .* doesn't exist/);
    expect(stderr).not.toMatch(/epoch/);
    expect(existsSync(at('unwritten.h5ad'))).toBe(false);
  });
});

describe.concurrent('with work to do', () => {
  test('fit writes latents, corrected expression and a model; transform gives the same latents', async () => {
    const [out, model, again] = [at('out.h5ad'), at('m.zbio'), at('again.h5ad')];
    const fitted = await zbio(['fit', at('cells.h5ad'), ...quick, '--out', out, '--model', model]);
    expect(fitted).toMatchObject({
      code: 0,
      stdout: `${out}: 120 cells, 2 batches, 40 genes, counts log-normalised\n`,
    });
    // Plain lines where stderr is no terminal: no escape, no carriage return.
    const lines = fitted.stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    lines.forEach((line, i) => {
      expect(line).toMatch(new RegExp(`^epoch ${i + 1}/3 {2}total [-\\d.e+]+ {2}reconstruction .* s left$`));
    });
    const cells = await readH5ad(out);
    expect(cells.x).toEqual((await readH5ad(at('cells.h5ad'))).x);
    expect(cells.obs).toEqual((await readH5ad(at('cells.h5ad'))).obs);
    expect(Object.keys(cells.obsm).sort()).toEqual(['X_bio', 'X_nio', 'X_old']);
    expect([cells.obsm['X_bio']!.shape, cells.obsm['X_nio']!.shape]).toEqual([
      [120, 4],
      [120, 3],
    ]);
    expect(cells.layers['corrected']!.shape).toEqual([120, 40]);
    expect(cells.layers['corrected']!.data.every(Number.isFinite)).toBe(true);
    const transformed = await zbio(['transform', '--model', model, at('cells.h5ad'), '--out', again]);
    expect(transformed).toEqual({ code: 0, stderr: '', stdout: `${again}: 120 cells, 40 genes\n` });
    const second = await readH5ad(again);
    expect(second.obsm).toEqual(cells.obsm);
    expect(second.layers['corrected']).toEqual(cells.layers['corrected']);
  });

  test('--genes selects; --to corrects towards one batch', async () => {
    const [out, model, again] = [at('some.h5ad'), at('some.zbio'), at('some-again.h5ad')];
    const args = ['--genes', '20', '--to', 'batch 1', '--out', out, '--model', model];
    expect(await zbio(['fit', at('cells.h5ad'), ...quick, ...args])).toMatchObject({ code: 0 });
    const { obsm, layers, var: variables, varNames, x: kept } = await readH5ad(out);
    expect(kept.shape).toEqual([120, 40]);
    expect(varNames).toEqual(genes);
    expect(layers).toEqual({});
    expect(obsm['X_corrected']!.shape).toEqual([120, 20]);
    expect((variables['zbio'] as boolean[]).filter((chosen) => chosen)).toHaveLength(20);
    // Without --to: towards the mean of both batches, so another expression from the same latents.
    await zbio(['transform', '--model', model, at('cells.h5ad'), '--out', again]);
    const second = await readH5ad(again);
    expect(second.var).toEqual(variables);
    expect(second.obsm['X_bio']).toEqual(obsm['X_bio']);
    expect(second.obsm['X_corrected']).not.toEqual(obsm['X_corrected']);
  });

  test('--layer reads a layer and leaves X as it is', async () => {
    const [out, fromX] = [at('layer-out.h5ad'), at('x-out.h5ad')];
    const [layer, plain] = await Promise.all([
      zbio(['fit', at('layers.h5ad'), ...quick, '--layer', 'counts', '--out', out]),
      zbio(['fit', at('cells.h5ad'), ...quick, '--out', fromX]),
    ]);
    expect([layer.code, plain.code]).toEqual([0, 0]);
    const [cells, before] = [await readH5ad(out), await readH5ad(at('layers.h5ad'))];
    expect(cells.obsm['X_bio']).toEqual((await readH5ad(fromX)).obsm['X_bio']);
    expect(cells.x).toEqual(before.x);
    expect(cells.layers['counts']).toEqual(before.layers['counts']);
  });

  test('SIGINT exits 130 and writes nothing', async () => {
    const [out, model] = [at('interrupted.h5ad'), at('interrupted.zbio')];
    const args = ['--batch', 'batch', '--epochs', '1000', '--out', out, '--model', model];
    let sent = false;
    const { code, stdout, stderr } = await zbio(['fit', at('cells.h5ad'), ...args], (child, printed) => {
      if (!sent && printed.includes('epoch')) sent = child.kill('SIGINT');
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/zbio: interrupted/);
    expect(existsSync(out) || existsSync(model)).toBe(false);
  });

  test('an output that is a folder is refused, and stays', async () => {
    await mkdir(at('folder'));
    const { code, stderr } = await zbio(['fit', at('cells.h5ad'), ...quick, '--out', at('folder')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Can't write '.*folder': it is a folder/);
    expect((await stat(at('folder'))).isDirectory()).toBe(true);
  });
});
