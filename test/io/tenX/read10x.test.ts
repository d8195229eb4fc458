import { cp, mkdtemp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnnData } from '../../../src/io/anndata.js';
import { type Read10xOptions, read10x } from '../../../src/io/tenX/read10x.js';
import { isCsr } from '../../../src/matrix/matrix.js';
import { bytesOf, errorOf, expected, expectSame, pathOf } from '../dataIn.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-10x-'));
});
afterAll(() => rm(folder, { recursive: true }));

const parts = ['matrix.mtx.gz', 'features.tsv.gz', 'barcodes.tsv.gz'] as const;
const partsOf = async () => {
  const [matrix, features, barcodes] = await Promise.all(parts.map((name) => readFile(pathOf(`v3/${name}`))));
  return { matrix: matrix!, features: features!, barcodes: barcodes! };
};

describe('read10x reads what scanpy reads', () => {
  const options: Record<string, Read10xOptions> = {
    'v3 all': { geneExpressionOnly: false, names: 'ids' },
    'v3.h5 all': { geneExpressionOnly: false },
    geo: { prefix: 'GSM2_b_' },
  };
  const names = Object.keys(expected).filter((name) => /^(v2|v3|geo)/.test(name));

  it.each(names)('%s', async (name) => {
    const adata = await read10x(pathOf(expected[name]!.source), options[name]);
    expectSame(adata, name);
    expect(isCsr(adata.x)).toBe(true);
  });

  it('from bytes, Blobs and the path of the matrix, as in a browser', async () => {
    const files = await partsOf();
    expectSame(await read10x(files), 'v3');
    const blobs = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, new Blob([new Uint8Array(bytes)])]),
    );
    expectSame(await read10x(blobs as never), 'v3');
    expectSame(await read10x(pathOf('geo/GSM1_a_matrix.mtx.gz')), 'geo');
    const h5 = await readFile(pathOf('v2.h5'));
    expectSame(await read10x(new Uint8Array(h5)), 'v2.h5');
    expectSame(await read10x(new Blob([new Uint8Array(h5)])), 'v2.h5');
  });
});

describe('read10x', () => {
  /** A copy of the folder of version 3, unpacked and changed. */
  const changed = async (name: string, change: (files: Record<string, string>) => void): Promise<string> => {
    const path = join(folder, name);
    await cp(pathOf('v3'), path, { recursive: true });
    const files: Record<string, string> = {};
    for (const part of parts) {
      files[part.slice(0, -3)] = gunzipSync(await readFile(join(path, part))).toString();
      await unlink(join(path, part));
    }
    change(files);
    for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text);
    return path;
  };

  it('reads plain files, CRLF, and features of one field', async () => {
    const path = await changed('plain', (files) => {
      files['barcodes.tsv'] = files['barcodes.tsv']!.replaceAll('\n', '\r\n');
      files['features.tsv'] = files['features.tsv']!.replaceAll(/\t.*/g, '');
    });
    const { obsNames, varNames, var: columns } = await read10x(path);
    expect([obsNames, varNames, columns]).toEqual([
      expected['v2']!.obsNames,
      expected['v3 all']!.varNames,
      { gene_ids: expected['v3 all']!.varNames },
    ]);
  });

  it('leaves repeated names as they are on request', async () => {
    const { varNames } = await read10x(pathOf('v2.h5'), { makeUnique: false });
    expect(varNames.filter((name) => name === 'G1').length).toBe(2);
  });

  it('says which files it needs, and what there is', async () => {
    await expect(read10x(pathOf('geo'))).rejects.toThrow(
      /prefix: expected one of 'GSM1_a_', 'GSM2_b_', received none, for a folder with 2 matrices. Name one: read10x\('.*geo', { prefix: 'GSM1_a_' }\)/,
    );
    await expect(read10x(pathOf('geo'), { prefix: 'GSM3' })).rejects.toThrow("received 'GSM3'");
    await expect(read10x(pathOf('v2'))).rejects.toThrow("/v2/hg19').");
    await expect(read10x('/nowhere')).rejects.toThrow('ENOENT');
    await expect(read10x(pathOf('pandas.csv'))).rejects.toThrow('expected an HDF5 file');
    const path = join(folder, 'lacking');
    await cp(pathOf('v3'), path, { recursive: true });
    await unlink(join(path, 'barcodes.tsv.gz'));
    await expect(read10x(path)).rejects.toThrow("expected a folder with 'barcodes.tsv' or 'barcodes.tsv.gz'");
    await rename(join(path, 'features.tsv.gz'), join(path, 'barcodes.tsv.gz'));
    await expect(read10x(path)).rejects.toThrow(
      "'features.tsv' or 'features.tsv.gz', or 'genes.tsv' or 'genes.tsv.gz'",
    );
    await expect(read10x(7 as never)).rejects.toThrow(
      'expected a path, the bytes of an HDF5 file, or { matrix',
    );
    await expect(read10x({ matrix: 'a', features: 7, barcodes: 'b' } as never)).rejects.toThrow(
      'read10x: source: expected',
    );
  });

  it('says where files contradict each other or are damaged', async () => {
    const wrong: [string, (files: Record<string, string>) => void, string][] = [
      [
        'headings',
        (files) => (files['barcodes.tsv'] = `barcode\n${files['barcodes.tsv']}`),
        'has a line of headings, remove it',
      ],
      [
        'fewer',
        (files) => (files['features.tsv'] = files['features.tsv']!.split('\n').slice(2).join('\n')),
        'expected 7 rows and columns',
      ],
      [
        'empty',
        (files) => (files['features.tsv'] = files['features.tsv']!.replace(/^[^\t]+/, '')),
        'line 1: expected the id of a gene, found none',
      ],
      [
        'ragged',
        (files) => (files['features.tsv'] = files['features.tsv']!.replace(/\tAntibody Capture/, '')),
        'line 8: expected at least 3 fields',
      ],
      [
        'types',
        (files) => (files['features.tsv'] = files['features.tsv']!.replaceAll('Gene Expression', 'Peaks')),
        'geneExpressionOnly: expected features of the type',
      ],
      [
        'cut',
        (files) => (files['matrix.mtx'] = files['matrix.mtx']!.slice(0, 150)),
        'The file is incomplete',
      ],
      [
        'turned',
        (files) => (files['matrix.mtx'] = files['matrix.mtx']!.replace('\n9 7 ', '\n7 9 ')),
        'use readMatrixMarket',
      ],
    ];
    for (const [name, change, message] of wrong) {
      const path = await changed(name, change);
      expect([name, (await errorOf(() => read10x(path)))?.message]).toEqual([
        name,
        expect.stringContaining(message),
      ]);
    }
    const files = await partsOf();
    const barcodes = gzipSync(Buffer.from([0x41, 0xff, 0x0a]));
    await expect(read10x({ ...files, barcodes })).rejects.toThrow('line 1: expected text in UTF-8');
    const many = gzipSync(Buffer.alloc(2 ** 20, '\n'));
    await expect(read10x({ ...files, barcodes: many })).rejects.toThrow('values of at most 33554432 bytes');
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(read10x(files, { signal: stop })).rejects.toThrow('enough');
    await expect(read10x(pathOf('v3.h5'), { signal: stop })).rejects.toThrow('enough');
  });

  it('says which genomes an HDF5 file has', async () => {
    await expect(read10x(pathOf('v2.h5'), { genome: 'mm10' })).rejects.toThrow(
      "expected one of 'hg19', received 'mm10'",
    );
    await expect(read10x(pathOf('v3.h5'), { genome: 'mm10' })).rejects.toThrow(
      "expected one of 'GRCh38', received 'mm10'",
    );
    expectSame(await read10x(pathOf('v3.h5'), { genome: 'GRCh38' }), 'v3.h5');
  });
});

describe('damage', () => {
  const changes = fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), {
    minLength: 1,
    maxLength: 3,
  });
  const damage = (bytes: Uint8Array, found: readonly { at: number; byte: number }[]) => {
    const out = Uint8Array.from(bytes);
    for (const { at, byte } of found) out[at % out.length] = byte;
    return out;
  };
  const sound = ({ x, obsNames, varNames }: AnnData) =>
    x.shape[0] === obsNames.length && x.shape[1] === varNames.length;

  it('of a file in a folder ends in cells or a clear error', async () => {
    const packed = await partsOf();
    const plain = Object.fromEntries(
      Object.entries(packed).map(([name, bytes]) => [name, gunzipSync(bytes)]),
    ) as typeof packed;
    const part = fc.constantFrom('matrix', 'features', 'barcodes');
    await fc.assert(
      fc.asyncProperty(part, changes, fc.boolean(), async (name, found, isPacked) => {
        const files = isPacked ? packed : plain;
        await errorOf(async () =>
          expect(sound(await read10x({ ...files, [name]: damage(files[name as 'matrix'], found) }))).toBe(
            true,
          ),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('of an HDF5 file ends in cells or a clear error', async () => {
    const names = ['v2.h5', 'v3.h5'];
    const files = await Promise.all(names.map((name) => readFile(pathOf(name))));
    await fc.assert(
      fc.asyncProperty(fc.nat(1), changes, async (which, found) => {
        const read = () => read10x(damage(files[which]!, found));
        await errorOf(async () => expect(sound(await read())).toBe(true));
      }),
      // Few: a thread is started after each fault of HDF5. The long check makes thousands.
      { numRuns: 15 },
    );
  });

  it('text of a 10x folder is not taken for anything else', async () => {
    const files = await partsOf();
    await expect(read10x({ ...files, matrix: bytesOf('a,b\n') })).rejects.toThrow(
      'expected a Matrix Market file',
    );
  });
});
