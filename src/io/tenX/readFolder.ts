import type { AnnData } from '../anndata.js';
import { badText, excerpt } from '../file/badText.js';
import { type OpenFile, openFile } from '../file/openFile.js';
import type { ReadText } from '../file/readLimits.js';
import { readRows } from '../file/readRows.js';
import type { Sizes } from '../matrixMarket/readHeader.js';
import { readMatrix } from '../matrixMarket/readMatrix.js';
import { cellsOf10x, type FeatureChoice, type FeatureTable } from './featureTable.js';
import type { TenXFiles } from './findFiles.js';

/** The first field of every line; none may be empty. */
function firstFields(file: OpenFile, rows: readonly string[][], what: string): string[] {
  return rows.map(([name = ''], i) => {
    if (name !== '') return name;
    throw badText(file, { line: i + 1, expected: what, found: 'none' });
  });
}

/** The table of features: ids, symbols and types; the latter two may be missing. */
function featuresOf(file: OpenFile, rows: readonly string[][]): FeatureTable {
  const ids = firstFields(file, rows, 'the id of a gene');
  const width = rows[0]?.length ?? 0;
  const field = (i: number): string[] =>
    rows.map((row, line) => {
      const value = row[i];
      if (value !== undefined) return value;
      const expected = `at least ${i + 1} fields between tabs, as in line 1`;
      throw badText(file, { line: line + 1, expected, found: excerpt(row.join('\t')) });
    });
  const symbols = width > 1 ? field(1) : ids;
  return { ids, symbols, ...(width > 2 ? { types: field(2) } : {}), others: {} };
}

/** A check that the matrix has a row for every feature and a column for every barcode. */
function checkSizes(matrix: OpenFile, features: number, barcodes: number) {
  return ({ rows, columns }: Sizes, line: number): void => {
    if (rows === features && columns === barcodes) return;
    const turned = rows === barcodes && columns === features;
    const header = features - rows === 1 || barcodes - columns === 1;
    throw badText(matrix, {
      line,
      expected: `${features} rows and ${columns === barcodes ? '' : `${barcodes} `}columns, one per feature and one per barcode`,
      found: `${rows} and ${columns}`,
      ...(turned ? { next: 'It holds cells x genes: use readMatrixMarket, and assign the names.' } : {}),
      ...(header && !turned ? { next: 'If a table of names has a line of headings, remove it.' } : {}),
    });
  };
}

/** Reads a 10x matrix from its three files. */
export async function readFolder(
  files: TenXFiles,
  choice: FeatureChoice,
  options: ReadText,
): Promise<AnnData> {
  const [matrix, features, barcodes] = await Promise.all(
    [files.matrix, files.features, files.barcodes].map((file) => openFile('read10x', file)),
  );
  // Progress is that of the matrix, the largest.
  const { onProgress, ...quietly } = options;
  const table = featuresOf(features!, await readRows(features!, quietly));
  const names = firstFields(barcodes!, await readRows(barcodes!, quietly), 'a barcode');
  const check = checkSizes(matrix!, table.ids.length, names.length);
  const x = await readMatrix(matrix!, { ...options, transpose: true, check });
  return cellsOf10x(x, names, table, choice);
}
