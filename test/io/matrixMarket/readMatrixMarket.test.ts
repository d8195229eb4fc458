import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ReadMatrixMarketOptions,
  readMatrixMarket,
} from '../../../src/io/matrixMarket/readMatrixMarket.js';
import { bytesOf, errorOf, expected, expectSame, pathOf, rowsOf } from '../dataIn.js';

const read = (text: string, options: ReadMatrixMarketOptions = {}) =>
  readMatrixMarket(bytesOf(text), options);
const banner = '%%MatrixMarket matrix coordinate real general\n';

describe('readMatrixMarket reads what scanpy reads', () => {
  const names = Object.keys(expected).filter((name) => name.endsWith('.mtx'));

  it.each(names.filter((name) => !name.startsWith('R ')))('%s of SciPy', async (name) => {
    const adata = await readMatrixMarket(pathOf(name));
    expectSame(adata, name);
    expect('indptr' in adata.x).toBe(!name.startsWith('array'));
  });

  it.each(names.filter((name) => name.startsWith('R ')))('%s, genes x cells', async (name) => {
    expectSame(await readMatrixMarket(pathOf(name.slice(2), 'dataInR'), { transpose: true }), name);
  });
});

describe('readMatrixMarket', () => {
  const text = `${banner}% a comment\n\n2 3 3\n1 1 2.5\n2 3 -1e1\n2 3 .5\n`;

  it('reads comments, empty lines, CRLF, a byte order mark, gzip in parts, Blobs, and sums repeated entries', async () => {
    const rows = [
      [2.5, 0, 0],
      [0, 0, -9.5],
    ];
    const [a, b] = [text.slice(0, 60), text.slice(60)].map((part) => gzipSync(part));
    const sources = [
      bytesOf(text),
      bytesOf(text.replaceAll('\n', '\r\n')),
      bytesOf(`\ufeff${text.trimEnd()}`),
      gzipSync(text),
      Buffer.concat([a!, b!]),
      new Blob([text]),
      bytesOf(text).buffer as ArrayBuffer,
    ];
    for (const source of sources) expect(rowsOf(await readMatrixMarket(source))).toEqual(rows);
  });

  it('tells how far it is, and stops at an abort', async () => {
    const entries = Array.from({ length: 60_000 }, (_, i) => `${(i % 10) + 1} ${Math.floor(i / 10) + 1} 1\n`);
    const long = bytesOf(`${banner}10 6000 60000\n${entries.join('')}`);
    const done: number[] = [];
    await readMatrixMarket(long, { onProgress: (bytes, all) => done.push(bytes / all) });
    expect(done.length).toBeGreaterThan(1);
    expect(done.at(-1)).toBe(1);
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(readMatrixMarket(long, { signal: stop.signal, onProgress })).rejects.toThrow('enough');
    await expect(readMatrixMarket(gzipSync(long), { signal: stop.signal })).rejects.toThrow('enough');
  });

  it('says what is wrong, and where', async () => {
    const wrong: [string, string | RegExp][] = [
      ['', 'found an empty file'],
      ['1 2 3', "line 1: expected a Matrix Market file, which begins with '%%MatrixMarket"],
      ['%%MatrixMarket matrix coordinate complex general\n', 'Expression has real numbers'],
      ['%%MatrixMarket vector coordinate real general\n', "expected one of 'matrix', found 'vector'"],
      ['%%MatrixMarket matrix array pattern general\n', "found 'pattern'"],
      [banner, 'expected a line with the sizes'],
      [`${banner}2 3\n`, 'line 2: expected the sizes, 3 whole numbers'],
      [`${banner}2 3 -1\n`, 'line 2: expected the sizes'],
      [`${banner}2 4294967296 1\n1 1 1\n`, 'line 2: expected the sizes'],
      [banner.replace('general', 'symmetric').concat('2 3 1\n1 1 1\n'), 'as many rows as columns'],
      [`${banner}2 3 2\n1 1 2\n`, 'expected the 2 entries that it declares, found 1. The file is incomplete'],
      [`${banner}2 3 1\n1 1 2\n1 2 2\n`, "line 4: expected the end after 1 entries, found '1 2 2'"],
      [
        `${banner}2 3 1\n0 1 2\n`,
        'line 3: expected a row from 1 to 2 and a column from 1 to 3, and a number',
      ],
      [`${banner}2 3 1\n3 1 2\n`, "found '3 1 2'"],
      [`${banner}2 3 1\n1 4294967297 2\n`, 'line 3: expected a row from 1 to 2'],
      [`${banner}2 3 1\n1.5 1 2\n`, "found '1.5 1 2'"],
      [`${banner}2 3 1\n1 1 2,5\n`, 'Write numbers with a decimal point, not a comma.'],
      [`${banner}2 3 1\n1 1 2 0\n`, "found '1 1 2 0'"],
      [`${banner}2 3 1\n1 1 1e39\n`, 'a number that float32 holds'],
      [`${banner}2 3 1\n1 1 0x10\n`, "found '1 1 0x10'"],
      [banner.replace('real', 'integer').concat('2 3 1\n1 1 1.5\n'), 'a whole number, found'],
      [`${banner}2 3 1000000\n1 1 2\n`, 'expected at most 10 entries in a file of 64 bytes'],
      [`${banner}2147483647 3 1\n1 1 2\n`, 'allow more: readMatrixMarket(source, { maxBytes: 8589934600 })'],
      ['PK\u0003\u0004', 'found a zip archive. Unpack it first'],
      [`%${'x'.repeat(2 ** 21)}`, 'lines of at most 1048576 bytes'],
      [`${banner}1 1 1\n1 1 \u001b[31m\n`, "'1 1 \\u001b[31m'"],
    ];
    for (const [file, message] of wrong) {
      const error = await errorOf(() => read(file));
      expect([file.slice(0, 90), error?.message]).toEqual([
        file.slice(0, 90),
        expect.stringMatching(literally(message)),
      ]);
    }
    await expect(readMatrixMarket(pathOf(''))).rejects.toThrow('which is a folder');
    await expect(readMatrixMarket('/nowhere/matrix.mtx')).rejects.toThrow('ENOENT');
    await expect(readMatrixMarket('/dev/zero')).rejects.toThrow('a device');
  });

  it('reads numbers that are none as SciPy does, and very small ones as 0', async () => {
    const { x } = await read(`${banner}1 4 4\n1 1 nan\n1 2 -Inf\n1 3 1e-60\n1 4 10000000000000001\n`);
    expect([...x.data]).toEqual([Number.NaN, -Infinity, 0, Math.fround(1e16)]);
  });

  it('ends early for a file that unpacks to much more than it should', async () => {
    const bomb = gzipSync(
      Buffer.concat([bytesOf(banner), Buffer.alloc(2 ** 26, `%${'x'.repeat(2 ** 16 - 2)}\n`)]),
    );
    await expect(readMatrixMarket(bomb)).rejects.toThrow('at most 33554432 bytes of text in a file of');
    const comments = gzipSync(Buffer.concat([bytesOf(banner), Buffer.alloc(2 ** 18, '%\n')]));
    await expect(readMatrixMarket(comments)).rejects.toThrow('at most 100000 comments and empty lines');
    const { x } = await readMatrixMarket(gzipSync(text), { maxBytes: 1000 });
    expect(x.shape).toEqual([2, 3]);
    await expect(readMatrixMarket(gzipSync(text), { maxBytes: 50 })).rejects.toThrow('{ maxBytes: 200 }');
  });
});

const literally = (message: string | RegExp): RegExp =>
  message instanceof RegExp ? message : new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

describe('any file', () => {
  const sizes = fc.record({ rows: fc.integer({ min: 0, max: 6 }), columns: fc.integer({ min: 0, max: 6 }) });
  const matrices = sizes.chain(({ rows, columns }) =>
    fc
      .array(fc.array(fc.float({ noNaN: true }), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      })
      .map((values) => ({ rows, columns, values })),
  );
  const textOf = ({ rows, columns, values }: { rows: number; columns: number; values: number[][] }) => {
    const entries = values.flatMap((row, i) =>
      row.flatMap((value, j) => (value ? [`${i + 1} ${j + 1} ${value}`] : [])),
    );
    return `${[`${banner}${rows} ${columns} ${entries.length}`, ...entries.reverse()].join('\n')}\n`;
  };

  it('comes back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(matrices, fc.boolean(), async (matrix, transpose) => {
        const found = rowsOf(await read(textOf(matrix), { transpose }));
        const { rows, columns, values } = matrix;
        const [outer, inner] = transpose ? [columns, rows] : [rows, columns];
        const at = (i: number, j: number) => (transpose ? values[j]![i]! : values[i]![j]!) + 0;
        expect(found).toEqual(
          Array.from({ length: outer }, (_, i) => Array.from({ length: inner }, (_, j) => at(i, j))),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('that is damaged ends in a value or a clear error', async () => {
    const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), {
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(matrices, damage, fc.nat(), fc.boolean(), async (matrix, changes, cut, packed) => {
        const plain = bytesOf(textOf(matrix));
        const bytes = new Uint8Array(packed ? gzipSync(plain) : plain);
        for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
        await errorOf(() => readMatrixMarket(cut % 4 ? bytes : bytes.subarray(0, cut % bytes.length)));
      }),
      { numRuns: 300 },
    );
  });
});
