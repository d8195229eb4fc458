import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Dataset, Group } from 'h5wasm';
import { expect, test } from 'vitest';
import { kindOf } from '../../../src/io/h5ad/read/kindOf.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { addressOf, type H5, isDataset, isGroup, memoryH5 } from '../../../src/io/hdf5/h5.js';
import { numberTypes } from '../../../src/io/hdf5/numberTypes.js';
import { readingBytes } from '../../../src/io/hdf5/openBytes.js';
import { typeMessage } from '../../../src/io/hdf5/typeMessage.js';
import { corpus } from '../h5ad/corpus.js';

/** Files of test/reference/h5adOddNumbers.py. */
const odd: Record<string, string> = JSON.parse(
  gunzipSync(readFileSync(new URL('../../reference/h5adOddNumbers.json.gz', import.meta.url))).toString(),
);
const paths: Record<string, string> = {
  X: 'X',
  named: 'X',
  column: 'obs/n',
  entry: 'uns/v',
  record: 'uns/r',
};

test.each(Object.keys(odd))('numbers that HDF5 would convert are refused: %s', async (name) => {
  const bytes = new Uint8Array(Buffer.from(odd[name]!, 'base64'));
  const path = paths[name.split(' ')[0]!]!;
  if (path === 'X') {
    const expected = /'X': expected IEEE floating-point numbers, or integers that use all their bits, found/;
    await expect(readH5ad(bytes)).rejects.toThrow(expected);
  } else expect((await readH5ad(bytes)).skipped).toContain(path);
});

function* datasetsIn(group: Group, levels = 6): Generator<Dataset> {
  for (const name of levels ? group.keys() : []) {
    const found = group.get(name);
    if (isDataset(found)) yield found;
    if (isGroup(found)) yield* datasetsIn(found, levels - 1);
  }
}

function typesIn(h5: H5, bytes: Uint8Array) {
  const path = '/checkNumberTypes.h5';
  h5.Module.FS.writeFile(path, bytes);
  const file = new h5.File(path, 'r');
  try {
    return [...datasetsIn(file)].map((dataset) => {
      const type = readingBytes(h5, path, (read) => typeMessage(read, addressOf(h5, dataset)));
      return { kind: kindOf(dataset.metadata), size: dataset.metadata.size, type };
    });
  } finally {
    file.close();
  }
}

test('the types in the headers are those that h5wasm reports, in files of all layouts', async () => {
  const h5 = await memoryH5('test');
  const sound = corpus.filter(({ content }) => content !== undefined);
  const found = sound.flatMap(({ bytes }) => typesIn(h5, bytes));
  expect(found.length).toBeGreaterThan(1000);
  expect(found.filter(({ type }) => !type)).toEqual([]);
  const numbers = found.filter(({ kind }) => kind === 'numbers' || kind === 'booleans');
  expect(numbers.map(({ type }) => numberTypes(type!).map(({ size }) => size))).toEqual(
    numbers.map(({ size }) => [size]),
  );
});
