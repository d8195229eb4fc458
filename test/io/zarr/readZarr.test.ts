import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import type { ZarrStore } from '../../../src/io/zarr/folderStore.js';
import { readZarr } from '../../../src/io/zarr/readZarr.js';
import { bytesOf, errorOf, pathOf } from '../dataIn.js';

type Files = Record<string, Uint8Array>;

const filesOf = (version: number): Files =>
  Object.fromEntries(
    Object.entries<string>(JSON.parse(readFileSync(pathOf(`zarr${version}.json`), 'utf8'))).map(
      ([name, text]) => [name, new Uint8Array(Buffer.from(text, 'base64'))],
    ),
  );
const stores: Record<number, Files> = { 2: filesOf(2), 3: filesOf(3) };
const storeOf = (files: Files): ZarrStore => ({ get: async (key) => files[key.slice(1)] });

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-zarr-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(files: Files): Promise<string> {
  const path = join(folder, `${count++}.zarr`);
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), bytes);
  }
  return path;
}

/** The files with one of JSON changed. */
function changed(version: 2 | 3, file: string, change: (json: Record<string, unknown>) => void): Files {
  const json = JSON.parse(new TextDecoder().decode(stores[version]![file]));
  change(json);
  return { ...stores[version], [file]: bytesOf(JSON.stringify(json)) };
}

describe('readZarr', () => {
  it.each([2, 3])('reads from version %i what readH5ad reads of the same cells', async (version) => {
    const path = await written(stores[version]!);
    for (const x of ['X', 'csc', 'dense', 'raw']) {
      const { source: _, ...wanted } = await readH5ad(pathOf('full.h5ad'), { x });
      expect(await readZarr(path, { x })).toEqual(wanted);
    }
    const { source: _, ...wanted } = await readH5ad(pathOf('full.h5ad'));
    expect(await readZarr(storeOf(stores[version]!))).toEqual(wanted);
  });

  it('leaves elements out on request', async () => {
    const { obs, layers, skipped } = await readZarr(storeOf(stores[3]!), { leaveOut: ['obs/n', 'layers'] });
    expect([Object.hasOwn(obs, 'n'), layers]).toEqual([false, {}]);
    expect(skipped).toEqual(expect.arrayContaining(['obs/n', 'layers']));
  });

  it('says what is wrong, and where', async () => {
    const wrong: [Files, string][] = [
      [changed(2, 'X/data/.zarray', (json) => (json['shape'] = [1e9])), "'X/data': expected at most"],
      [changed(2, 'X/data/.zarray', (json) => (json['chunks'] = [1e12])), "'X/data': expected at most"],
      [changed(3, 'X/indptr/zarr.json', (json) => (json['shape'] = [3])), "'X/indptr': expected 8 entries"],
      [
        changed(3, 'X/data/zarr.json', (json) => (json['shape'] = ['a'])),
        "readZarr: 'X/data': expected a shape",
      ],
      [
        changed(2, 'obs/.zattrs', (json) => (json['_index'] = 'gone')),
        "'obs': expected a table with the index 'gone'",
      ],
      [{ ...stores[2], 'X/data/.zarray': bytesOf('{') }, 'readZarr: the store is damaged'],
      [
        { ...stores[2], 'X/indices/0': bytesOf('damaged') },
        "'X/indices': expected chunks that blosc packed from 116 bytes",
      ],
      [{ ...stores[2], 'X/data/0': stores[2]!['X/data/0']!.slice(0, -3) }, "'X/data': expected chunks"],
      [{ ...stores[3], 'X/data/c/0': bytesOf('damaged') }, 'readZarr: '],
      [{ notes: bytesOf('') }, "without '.zgroup' or 'zarr.json'"],
    ];
    for (const [files, message] of wrong) {
      const path = await written(files);
      expect([message, (await errorOf(() => readZarr(path)))?.message]).toEqual([
        message,
        expect.stringContaining(message),
      ]);
    }
    await expect(readZarr(storeOf({}))).rejects.toThrow('zarr.consolidate_metadata(path)');
    await expect(readZarr('/nowhere.zarr')).rejects.toThrow('ENOENT');
    await expect(readZarr(pathOf('full.h5ad'))).rejects.toThrow('expected a folder, received');
    await expect(readZarr(7 as never)).rejects.toThrow('expected a path or a store of zarrita');
    await expect(readZarr(storeOf(stores[2]!), { x: 'X2' })).rejects.toThrow("received 'X2'");
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readZarr(storeOf(stores[2]!), { signal })).rejects.toThrow('enough');
  });

  it('follows no link out of the folder', async () => {
    const { 'X/data/0': first, ...files } = stores[2]!;
    const path = await written(files);
    await writeFile(join(folder, 'elsewhere'), first!);
    await symlink(join(folder, 'elsewhere'), join(path, 'X/data/0'));
    await expect(readZarr(path)).rejects.toThrow('expected a file in the store, found a link to');
  });

  it('ends in cells or a clear error if a file is damaged', async () => {
    const version = fc.constantFrom(2, 3);
    await fc.assert(
      fc.asyncProperty(
        version,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        async (which, file, at, byte) => {
          const files = stores[which]!;
          const names = Object.keys(files);
          const name = names[file % names.length]!;
          const bytes = Uint8Array.from(files[name]!);
          bytes[at % bytes.length] = byte;
          await errorOf(() => readZarr(storeOf({ ...files, [name]: bytes })));
        },
      ),
      { numRuns: 40 },
    );
  });
});
