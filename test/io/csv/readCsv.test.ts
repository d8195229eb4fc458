import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadCsvOptions, readCsv } from '../../../src/io/csv/readCsv.js';
import { isCsr } from '../../../src/matrix/matrix.js';
import { bytesOf, errorOf, expected, expectSame, pathOf, rowsOf } from '../dataIn.js';

const read = (text: string, options: ReadCsvOptions = {}) => readCsv(bytesOf(text), options);

describe('readCsv reads what scanpy and pandas read', () => {
  it.each(['pandas.csv', 'pandas.tsv.gz'])('%s', async (name) =>
    expectSame(await readCsv(pathOf(name)), name),
  );

  const names = Object.keys(expected).filter((name) => /^R .*(csv|txt|tsv)$/.test(name));
  it.each(names)('%s, genes x cells', async (name) => {
    expectSame(await readCsv(pathOf(name.slice(2), 'dataInR'), { transpose: true }), name);
  });
});

describe('readCsv', () => {
  const wanted = [
    ['cell 1', 'cell, "2"'],
    ['G1', 'G2', 'G3'],
    [
      [1.5, 0, 0],
      [0, 200, -0.5],
    ],
  ];
  const found = async (text: string, options?: ReadCsvOptions) => {
    const adata = await read(text, options);
    return [adata.obsNames, adata.varNames, rowsOf(adata)];
  };

  it('reads quotes, empty lines, any line break, a byte order mark and any delimiter', async () => {
    const text = 'cell,G1,"G2",G3\n\ncell 1,1.5,0,0\n"cell, ""2""",0,2e2,-.5\n';
    expect(await found(text)).toEqual(wanted);
    expect(await found(text.replaceAll('\n', '\r\n'))).toEqual(wanted);
    expect(await found(text.replaceAll('\n', '\r'))).toEqual(wanted);
    expect(await found(`\ufeff${text.trimEnd()}`)).toEqual(wanted);
    expect(await found(text.replaceAll(/,(?! )/g, ';'))).toEqual(wanted);
    expect(await found(text.replaceAll(/,(?! )/g, ':'), { delimiter: ':' })).toEqual(wanted);
    const broken = await read('cell,G1\n"a\nb",1\nc,2\n');
    expect(broken.obsNames).toEqual(['a\nb', 'c']);
  });

  it('takes annotations, missing values and tables without names of rows', async () => {
    const text = 'cell,G1,batch,age,G2\na,1,x,3,NA\nb,0,,4.5,2\n';
    const adata = await read(text, { annotations: ['batch', 'age'], missing: 7 });
    expect(rowsOf(adata)).toEqual([
      [1, 7],
      [0, 2],
    ]);
    expect(adata.obs).toEqual({
      batch: { categories: ['x'], codes: Int32Array.of(0, -1) },
      age: Float64Array.of(3, 4.5),
    });
    const turned = await read('gene,chr,a\nG1,1,0\nG2,X,3\n', { transpose: true, annotations: ['chr'] });
    expect([Object.keys(turned.var), turned.varNames, rowsOf(turned)]).toEqual([
      ['chr'],
      ['G1', 'G2'],
      [[0, 3]],
    ]);
    const nameless = await read('G1,G2\n1,2\n3,4\n', { rowNames: false });
    expect([nameless.obsNames, rowsOf(nameless)[1]]).toEqual([
      ['0', '1'],
      [3, 4],
    ]);
    const numbered = await read('id,G1,G2\n7,2,0\n', { rowNames: true });
    expect(numbered.obsNames).toEqual(['7']);
  });

  it('is CSR where most values are 0', async () => {
    expect(isCsr((await read('c,G1,G2,G3\na,0,1,0\n')).x)).toBe(true);
    expect(isCsr((await read('c,G1,G2,G3\na,2,1,0\n')).x)).toBe(false);
  });

  it('says what is wrong, and where', async () => {
    const wrong: [string, string, ReadCsvOptions?][] = [
      ['', 'found an empty file'],
      ['a,b\n', 'found a line of headings alone'],
      ['abc\ndef\n', 'line 1: expected a table, with a comma, a tab, a semicolon or a space between fields'],
      [
        'c,G1\na,1\n\nb,x\n',
        "line 4: expected a number that float32 holds in column 'G1', found 'x'. If the column holds no",
      ],
      ['c,G1\na,1\n"b\nb",1\nd,x\n', 'line 5: expected a number'],
      ['c,G1\na,\n', "line 2: expected a number in column 'G1', found nothing. If missing values mean 0"],
      ['c,G1\na,NA\n', "found 'NA'"],
      ['c;G1\na;0,5\n', 'Write numbers with a decimal point, not a comma'],
      ['c,G1\na,1e39\n', "found '1e39'"],
      ['c,G1\na,0x10\n', "found '0x10'"],
      ['c,G1,G2\na,1\n', "line 2: expected 3 fields, as in the lines before, found 2: 'a 1'"],
      ['c,G1,G2\na,1,2\nb,1,2,3\n', 'line 3: expected 3 fields'],
      ['c,G1\n"a,1\nb,2\n', 'line 2: expected a closing quote, found none'],
      ['c,G1\n"a"x,1\n', 'line 2: expected fields in quotes only as a whole'],
      [
        'id,G1\n1,2\n',
        "line 2: expected names in the first column, found '1' below the heading 'id'. Say which",
      ],
      ['a,1.5,2\nb,1,2\n', 'Add a line with the names of the columns.'],
      ['c,G1,\na,1,2\n', 'line 1: expected a name for every column, found none for column 2 of values'],
      ['c,G1\na,1\n', "annotations: expected columns among G1, received 'G7'", { annotations: ['G7'] }],
      ['c,G1\na,1\n', 'delimiter: expected one character', { delimiter: '\n' }],
      ['PK\u0003\u0004', 'a workbook of Excel, save as CSV'],
    ];
    for (const [text, message, options] of wrong) {
      const error = await errorOf(() => read(text, options));
      expect([text, error?.message]).toEqual([text, expect.stringContaining(message)]);
    }
    const latin1 = Uint8Array.from([...bytesOf('c,G1\nzell'), 0xe4, ...bytesOf(',1\n')]);
    await expect(readCsv(latin1)).rejects.toThrow('expected text in UTF-8, found other bytes');
    await expect(readCsv(pathOf('csv2.csv', 'dataInR'))).rejects.toThrow('not write.csv2');
  });

  it('bounds what a packed file unpacks to, and its fields', async () => {
    const fields = gzipSync(Buffer.alloc(2 ** 22, ','));
    await expect(readCsv(fields)).rejects.toThrow('4194305 fields, which take');
    const names = gzipSync(Buffer.concat([bytesOf('c,G\n'), Buffer.alloc(2 ** 14, 'a,1\n')]));
    await expect(readCsv(names, { maxBytes: 100_000 })).rejects.toThrow(
      'allow more: readCsv(source, { maxBytes:',
    );
  });
});

describe('any table', () => {
  const name = fc
    .string({ minLength: 1, maxLength: 4, unit: 'grapheme' })
    .filter((text) => /^[^\n\r\ufeff]*$/.test(text) && Number.isNaN(Number(text)));
  const tables = fc
    .record({ columns: fc.integer({ min: 1, max: 5 }), rows: fc.integer({ min: 1, max: 5 }) })
    .chain(({ columns, rows }) =>
      fc.record({
        names: fc.array(name, { minLength: rows, maxLength: rows }),
        genes: fc.array(name, { minLength: columns, maxLength: columns }),
        values: fc.array(fc.array(fc.float({ noNaN: true }), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      }),
    );
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  type Table = { names: string[]; genes: string[]; values: number[][] };
  const textOf = ({ names, genes, values }: Table, delimiter = ',') =>
    [['""', ...genes.map(quoted)], ...values.map((row, i) => [quoted(names[i]!), ...row.map(String)])]
      .map((fields) => `${fields.join(delimiter)}\n`)
      .join('');

  it('comes back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        tables,
        fc.constantFrom(',', '\t', ';'),
        fc.boolean(),
        async (table, delimiter, packed) => {
          const bytes = bytesOf(textOf(table, delimiter));
          const adata = await readCsv(packed ? gzipSync(bytes) : bytes);
          expect([adata.obsNames, adata.varNames]).toEqual([table.names, table.genes]);
          expect(rowsOf(adata)).toEqual(table.values.map((row) => row.map((value) => value + 0)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('that is damaged ends in a value or a clear error', async () => {
    const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), {
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(tables, damage, fc.nat(), fc.boolean(), async (table, changes, cut, packed) => {
        const plain = bytesOf(textOf(table));
        const bytes = new Uint8Array(packed ? gzipSync(plain) : plain);
        for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
        await errorOf(() => readCsv(cut % 4 ? bytes : bytes.subarray(0, cut % bytes.length)));
      }),
      { numRuns: 300 },
    );
  });
});
