import { mkdir, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { type AnnData, type CsrMatrix, labels } from 'zbio';

const writeGzip = (path: string, lines: readonly string[]): Promise<void> =>
  writeFile(path, gzipSync(`${lines.join('\n')}\n`));

/** The stored values of a cell, as pairs of gene and count. */
function valuesOf(x: CsrMatrix, cell: number): [gene: number, count: number][] {
  const [from, to] = [x.indptr[cell]!, x.indptr[cell + 1]!];
  return Array.from(x.indices.subarray(from, to), (gene, i) => [gene, x.data[from + i]!]);
}

/** Writes cells as a folder of 10x Genomics, as GEO has them: three files with a prefix, genes x cells. */
export async function writeTenX(
  { x, varNames, obsNames }: AnnData,
  folder: string,
  prefix: string,
): Promise<void> {
  const entries = obsNames.flatMap((_, cell) =>
    valuesOf(x as CsrMatrix, cell).map(([gene, count]) => `${gene + 1} ${cell + 1} ${count}`),
  );
  const head = [
    '%%MatrixMarket matrix coordinate integer general',
    `${varNames.length} ${obsNames.length} ${entries.length}`,
  ];
  await mkdir(folder);
  await writeGzip(`${folder}/${prefix}matrix.mtx.gz`, [...head, ...entries]);
  await writeGzip(`${folder}/${prefix}barcodes.tsv.gz`, obsNames);
  const features = varNames.map((name, gene) => `ENSG${gene}\t${name}\tGene Expression`);
  await writeGzip(`${folder}/${prefix}features.tsv.gz`, features);
}

/** Writes cells as a table of text, genes x cells. */
export async function writeTable({ x, varNames, obsNames }: AnnData, path: string): Promise<void> {
  const perCell = obsNames.map((_, cell) => new Map(valuesOf(x as CsrMatrix, cell)));
  const rows = varNames.map((name, gene) =>
    [name, ...perCell.map((values) => values.get(gene) ?? 0)].join(','),
  );
  await writeGzip(path, [['', ...obsNames].join(','), ...rows]);
}

/** Writes cells as a table of text, cells x genes, with columns of obs before the values. */
export async function writeAnnotatedTable(
  { x, obs, varNames, obsNames }: AnnData,
  columns: readonly string[],
  path: string,
): Promise<void> {
  const annotations = columns.map((column) => labels(obs, column));
  const rows = obsNames.map((name, cell) => {
    const values = new Map(valuesOf(x as CsrMatrix, cell));
    const counts = varNames.map((_, gene) => values.get(gene) ?? 0);
    return [name, ...annotations.map((column) => column[cell]), ...counts].join(',');
  });
  await writeFile(path, `${[['', ...columns, ...varNames].join(','), ...rows].join('\n')}\n`);
}
