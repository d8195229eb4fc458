import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkWritable } from '../../../src/io/h5ad/checkWritable.js';

it('accepts a new file and an existing one, and changes neither', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zbio-'));
  await writeFile(join(folder, 'old'), 'content');
  await checkWritable(join(folder, 'old'));
  await checkWritable(join(folder, 'new'));
  expect(await readdir(folder)).toEqual(['old']);
});

it('explains why a path is not writable', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zbio-'));
  await writeFile(join(folder, 'file'), '');
  await expect(checkWritable(join(folder, 'a', 'b.h5ad'))).rejects.toThrow(
    "a doesn't exist. Create it first.",
  );
  await expect(checkWritable(join(folder, 'file', 'b.h5ad'))).rejects.toThrow("file isn't a folder");
  await expect(checkWritable(folder)).rejects.toThrow('it is a folder. Name a file in it.');
});
