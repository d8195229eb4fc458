import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { writeH5ad } from '../../../src/io/h5ad/writeH5ad.js';
import { fixture } from '../fixtures.js';
import { corpus } from './corpus.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bytesOf = (name: string) => corpus.find((file) => file.name === name)!.bytes;

describe('the options of readH5ad', () => {
  it('leaves out what is damaged, and says so', async () => {
    const { obs, skipped } = await readH5ad(bytesOf('codes_out_of_range'), { leaveOut: ['obs/batch'] });
    expect([Object.keys(obs), skipped]).toEqual([['n', 'score'], ['obs/batch']]);
    const { uns } = await readH5ad(bytesOf('uns_cycle'), { leaveOut: ['uns/a'] });
    expect(uns).toEqual({ title: 'corpus' });
  });

  it('decodes text of older writers', async () => {
    const { obs } = await readH5ad(bytesOf('obs_text_latin1'), { encoding: 'latin1' });
    expect(obs['c']).toEqual(Array(12).fill('café'));
    await expect(readH5ad(bytesOf('base_file'), { encoding: 'klingon' })).rejects.toThrow(
      "received 'klingon'",
    );
  });

  it('reads one modality', async () => {
    const { x, uns } = await readH5ad(bytesOf('file_mudata'), { modality: 'prot' });
    expect([x.shape, uns['title']]).toEqual([[12, 3], 'corpus']);
    const named = readH5ad(bytesOf('file_mudata'), { modality: 'rno' });
    await expect(named).rejects.toThrow("expected one of 'prot', 'rna', received 'rno'");
    await expect(readH5ad(bytesOf('base_file'), { modality: 'rna' })).rejects.toThrow('no modalities');
  });

  it('limits the memory of the values', async () => {
    await expect(readH5ad(bytesOf('base_file'), { maxBytes: 200 })).rejects.toThrow(
      /expected at most \d+ more bytes/,
    );
  });

  it('limits the memory of the values of one element', async () => {
    const of = (maxElementBytes: number, bytes = bytesOf('base_file')) =>
      readH5ad(bytes, { maxElementBytes });
    await expect(of(383)).rejects.toThrow(
      "readH5ad: 'X': expected at most 383 bytes of values in one element, found 384. " +
        'If the file is sound, allow more: readH5ad(source, { maxElementBytes }).',
    );
    const { source: _, ...adata } = await of(384);
    expect(adata.obsNames).toHaveLength(12);
    // Each of the texts has less.
    const notes = Array<string>(10).fill('a'.repeat(100));
    const written = await writeH5ad({ ...adata, uns: { notes } });
    await expect(of(400, written)).rejects.toThrow("'uns/notes': expected at most 400 bytes");
    expect((await of(1000, written)).uns).toEqual({ notes });
  });

  it('stops at an abort', async () => {
    const stop = new AbortController();
    const reading = readH5ad(bytesOf('base_file'), { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await expect(readH5ad(bytesOf('base_file'), { signal: stop.signal })).rejects.toThrow('enough');
  });

  it('refuses wrong ones', async () => {
    const wrong: [object, string][] = [
      [{ x: 7 }, 'readH5ad: x: expected a name'],
      [{ modality: 7 }, 'readH5ad: modality: expected a name'],
      [{ leaveOut: 'obs/n' }, 'readH5ad: leaveOut: expected an array'],
      [{ maxBytes: -1 }, 'readH5ad: maxBytes: expected a whole number'],
      [{ maxElementBytes: 0 }, 'readH5ad: maxElementBytes: expected a whole number >= 1'],
    ];
    for (const [options, message] of wrong) {
      await expect(readH5ad(bytesOf('base_file'), options)).rejects.toThrow(message);
    }
  });
});

describe('a file that fails', () => {
  it('is closed, and read anew when it is mended', async () => {
    const path = join(folder, 'mended.h5ad');
    const open = () =>
      readdir('/proc/self/fd').then(
        (found) => found.length,
        () => 0,
      );
    await writeFile(path, bytesOf('codes_out_of_range'));
    const before = await open();
    for (let time = 0; time < 20; time++) await expect(readH5ad(path)).rejects.toThrow('obs/batch');
    expect(await open()).toBe(before);
    await writeFile(path, bytesOf('base_file'));
    expect((await readH5ad(path)).obsNames).toHaveLength(12);
  });

  it('says how to clear the mark of an open file', async () => {
    const path = join(folder, 'open.h5ad');
    await writeFile(path, bytesOf('file_still_open'));
    for (const source of [path, bytesOf('file_still_open')]) {
      await expect(readH5ad(source)).rejects.toThrow(/marked as open for writing.*h5clear -s/);
    }
  });

  it('reads the same by path as from bytes', async () => {
    for (const name of ['full', 'csc', 'records']) {
      const bytes = new Uint8Array(readFileSync(fixture(name)));
      const [{ source: _, ...byPath }, { source: __, ...fromBytes }] = [
        await readH5ad(fixture(name)),
        await readH5ad(bytes),
      ];
      expect(byPath).toEqual(fromBytes);
    }
  });
});
