import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ReadH5adOptions, readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../../src/io/h5ad/writeH5ad.js';
import { memoryH5 } from '../../../src/io/hdf5/h5.js';
import { inspect } from '../../../src/io/inspect/inspect.js';
import { rows } from '../fixtures.js';

/** Written by test/reference/h5adExternal.py. */
const written = fileURLToPath(new URL('../../reference/h5adExternal', import.meta.url));

const expected = (more = 0) =>
  Array.from({ length: 6 }, (_, cell) =>
    Array.from({ length: 4 }, (__, gene) => ((4 * cell + gene) % 5) + more),
  );

let base: string;
let folder: string;
let parts: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'zbio-external-'));
});
afterAll(() => rm(base, { recursive: true }));
beforeEach(() => {
  rmSync(base, { recursive: true, force: true });
  folder = join(base, 'data');
  parts = join(folder, 'parts');
  mkdirSync(base);
  cpSync(written, folder, { recursive: true });
});

const read = (name: string, options: ReadH5adOptions = { externalFolder: folder }) =>
  readH5ad(join(folder, name), options);

/** Writes a sound file whose `uns` has links to elements of other files. */
async function linking(path: string, links: Record<string, readonly [file: string, element: string]>) {
  const { File, Module } = await memoryH5('test');
  Module.FS.writeFile('/linking.h5', new Uint8Array(readFileSync(join(parts, 'whole.h5ad'))));
  const file = new File('/linking.h5', 'a');
  const uns = file.get('uns') as InstanceType<typeof File>;
  for (const [name, [target, element]] of Object.entries(links))
    uns.create_external_link(target, element, name);
  file.close();
  writeFileSync(join(folder, path), Module.FS.readFile('/linking.h5'));
  Module.FS.unlink('/linking.h5');
}

describe('externalFolder', () => {
  it('lets external links lead to elements of all kinds', async () => {
    for (const externalFolder of [folder, parts]) {
      const { x, layers, obs, uns, skipped, source } = await read('links.h5ad', { externalFolder });
      expect([rows(x), rows(layers['sparse']!)]).toEqual([expected(), expected()]);
      expect(obs['batch']).toMatchObject({ categories: ['a', 'b'] });
      expect(uns).toEqual({ title: 'whole', inner: { one: 1 } });
      expect([skipped, source]).toEqual([['obsm/X_pca'], undefined]);
    }
    const { obs, obsNames, varNames } = await read('tables.h5ad');
    expect([[...(obs['n'] as Float64Array)], obsNames[5], varNames[3]]).toEqual([
      [0, 1, 2, 3, 4, 5],
      'c5',
      'g3',
    ]);
  });

  it('reads virtual datasets whose sources are all there', async () => {
    const { x, layers, skipped } = await read('virtual.h5ad');
    expect([rows(x), rows(layers['same']!)]).toEqual([expected(10), expected(10)]);
    expect(Object.keys(layers)).toEqual(['same', 'sparse']);
    expect(skipped).toEqual(['layers/empty', 'layers/itself', 'layers/lost', 'layers/own']);
  });

  it('reads external storage, unless it ends too early', async () => {
    const { x, skipped } = await read('stored.h5ad');
    expect([rows(x), skipped]).toEqual([expected(), ['layers/lost']]);
    truncateSync(join(parts, 'raw.bin'), 92);
    await expect(read('stored.h5ad')).rejects.toThrow(
      "'X': expected values in the file, found values in another",
    );
  });

  it('leaves everything unread without the option, and names it', async () => {
    const { skipped } = await read('tables.h5ad', {});
    expect(skipped).toEqual(['obs', 'var']);
    for (const name of ['virtual', 'stored']) await expect(read(`${name}.h5ad`, {})).rejects.toThrow("'X'");
    const other = join(base, 'other');
    mkdirSync(other);
    await expect(read('stored.h5ad', { externalFolder: other })).rejects.toThrow("'X'");
    expect((await read('parts/circleA.h5ad', { externalFolder: other })).skipped).toEqual(['uns/next']);
  });

  it('takes a name as HDF5 does: beside the file that has it, or as a whole path', async () => {
    await linking('parts/far.h5ad', {
      beside: ['whole.h5ad', '/uns/title'],
      above: ['../virtual.h5ad', '/X'],
      whole: [join(parts, 'whole.h5ad'), '/uns/title'],
      moved: ['/nowhere/whole.h5ad', '/uns/title'],
      // At the same place in its file as this dictionary.
      twin: ['whole.h5ad', '/uns'],
    });
    const { uns, skipped } = await read('parts/far.h5ad');
    expect(uns).toMatchObject({ beside: 'whole', whole: 'whole', moved: 'whole' });
    expect(uns['twin']).toEqual({ title: 'whole', inner: { one: 1 } });
    expect([uns['above'], skipped]).toMatchObject([{ shape: [6, 4] }, undefined]);
    symlinkSync(folder, join(base, 'alias'));
    const alias = { externalFolder: join(base, 'alias') };
    expect((await readH5ad(join(base, 'alias/links.h5ad'), alias)).skipped).toEqual(['obsm/X_pca']);
  });

  it('leads nowhere else: not by .., symbolic links, devices or pipes', { timeout: 20_000 }, async () => {
    const secret = join(base, 'secret.h5ad');
    cpSync(join(parts, 'whole.h5ad'), secret);
    symlinkSync(secret, join(folder, 'byLink.h5ad'));
    symlinkSync(base, join(folder, 'byFolder'));
    symlinkSync('/dev/zero', join(folder, 'device.h5ad'));
    spawnSync('mkfifo', [join(folder, 'pipe.h5ad')]);
    await linking('out.h5ad', {
      link: ['byLink.h5ad', '/uns/title'],
      folder: ['byFolder/secret.h5ad', '/uns/title'],
      above: ['../secret.h5ad', '/uns/title'],
      winding: ['parts/../../secret.h5ad', '/uns/title'],
      whole: [secret, '/uns/title'],
      host: ['/etc/hostname', '/uns/title'],
      device: ['device.h5ad', '/uns/title'],
      pipe: ['pipe.h5ad', '/uns/title'],
      itself: ['.', '/uns/title'],
      none: ['none.h5ad', '/uns/title'],
      inside: ['parts/whole.h5ad', '/uns/title'],
    });
    const { uns, skipped } = await read('out.h5ad');
    expect(uns).toEqual({ title: 'whole', inner: { one: 1 }, inside: 'whole' });
    expect(skipped).toHaveLength(10);
  });

  it('ends at files in circles, and at damaged ones', { timeout: 60_000 }, async () => {
    await expect(read('parts/circleA.h5ad')).rejects.toThrow(
      "'uns/next/next/next': expected a dictionary, found a link to one that contains it, without end",
    );
    await linking('parts/loopA.h5ad', { loop: ['loopB.h5ad', '/uns/loop'] });
    await linking('parts/loopB.h5ad', { loop: ['loopA.h5ad', '/uns/loop'] });
    expect((await read('parts/loopA.h5ad')).skipped).toEqual(['uns/loop']);
    expect((await read('damaged.h5ad')).skipped).toEqual(['uns/text', 'uns/x']);
    const whole = readFileSync(join(parts, 'whole.h5ad'));
    for (let at = 600; at < whole.length; at += 2000) {
      const harmed = Buffer.from(whole);
      harmed.fill(0x5a, at, at + 40);
      writeFileSync(join(parts, 'whole.h5ad'), harmed);
      const found: unknown = await read('links.h5ad').catch((error: unknown) => error);
      expect(found).toSatisfy(
        (given: object) => 'x' in given || ('code' in given && /^ZBIO_BAD/.test(String(given.code))),
      );
    }
  });

  it('looks at the types of numbers where they are', async () => {
    const packed = readFileSync(new URL('../../reference/h5adOddNumbers.json.gz', import.meta.url));
    const odd: Record<string, string> = JSON.parse(gunzipSync(packed).toString());
    const name = Object.keys(odd).find((given) => given.startsWith('entry '))!;
    writeFileSync(join(parts, 'odd.h5ad'), Buffer.from(odd[name]!, 'base64'));
    await linking('odd.h5ad', { odd: ['parts/odd.h5ad', '/uns/v'], even: ['parts/top.h5', '/values'] });
    const { uns, skipped } = await read('odd.h5ad');
    expect([uns['even'], skipped]).toMatchObject([{ shape: [3, 4] }, ['uns/odd']]);
  });

  it('leaves no file open', async () => {
    const open = () => readdirSync('/proc/self/fd').length;
    await read('links.h5ad');
    const before = open();
    for (let time = 0; time < 5; time++) {
      await read('virtual.h5ad');
      await read('stored.h5ad');
      await read('parts/circleA.h5ad').catch(() => undefined);
    }
    await read('links.h5ad');
    expect(open()).toBeLessThanOrEqual(before);
  });

  it('counts the linked files towards the limits', async () => {
    const bytes = 48_000_000;
    writeFileSync(join(parts, 'large.bin'), '');
    truncateSync(join(parts, 'large.bin'), bytes);
    await linking('large.h5ad', { large: ['parts/large.h5', '/x'] });
    expect((await read('large.h5ad')).uns['large']).toHaveLength(bytes / 4);
    const own = { externalFolder: folder, maxBytes: 2 ** 25 };
    await expect(read('large.h5ad', own)).rejects.toThrow(
      'more bytes of values in a file of this size, found 48000000',
    );
  });

  it('writes what was read from several files into one', async () => {
    for (const name of ['links', 'virtual']) {
      const { skipped: _, ...adata } = await read(`${name}.h5ad`);
      const path = join(base, 'one.h5ad');
      await writeH5ad(adata, path);
      const { source, ...again } = await readH5ad(path);
      expect([again, typeof source]).toEqual([adata, 'object']);
    }
  });

  it('is for inspect too', async () => {
    const x = async (options: object) => (await inspect(join(folder, 'virtual.h5ad'), options)).x;
    expect([(await x({}))?.units, (await x({ externalFolder: folder }))?.units?.kind]).toEqual([
      undefined,
      'counts',
    ]);
  });

  it('is refused where there is no folder, before anything is read', async () => {
    const path = join(folder, 'links.h5ad');
    const wrong: [string | Uint8Array, unknown, string][] = [
      [
        readFileSync(path),
        folder,
        'readH5ad: externalFolder: expected a file that is read by its path, received it with the bytes',
      ],
      [path, join(base, 'none'), 'readH5ad: externalFolder: expected a folder that can be read, received'],
      [path, path, 'expected a folder, received'],
      [path, '/', 'expected a folder of its own, received'],
      [path, 7, 'readH5ad: externalFolder: expected text'],
    ];
    for (const [source, externalFolder, message] of wrong)
      await expect(readH5ad(source, { externalFolder } as object)).rejects.toThrow(message);
  });

  it('is refused where Node may not start threads', () => {
    const program = `import threads from 'node:worker_threads'; threads.Worker = class { constructor() { throw new Error('no'); } };
      import { readH5ad } from ${JSON.stringify(new URL('../../../src/io/h5ad/readH5ad.ts', import.meta.url).href)};
      await readH5ad(${JSON.stringify(join(folder, 'links.h5ad'))}, { externalFolder: ${JSON.stringify(folder)} });`;
    const { stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', program],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr).toMatch('externalFolder needs a thread of its own');
  });
});
