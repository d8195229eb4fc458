import { grouped } from '../check/grouped.js';
import { listed } from '../check/quoted.js';
import type { H5adSummary } from '../io/inspect/h5adSummary.js';
import type { MatrixSummary } from '../io/inspect/inspectMatrix.js';
import type { ColumnSummary } from '../io/inspect/summariseColumn.js';
import { unitsText } from '../preprocess/unitsText.js';

function matrixText({ format, type, shape, stored, compression, units }: MatrixSummary): string {
  const size = shape.reduce((a, b) => a * b, 1);
  const density = format === 'dense' || !size ? '' : `, ${((100 * stored) / size).toPrecision(2)} % stored`;
  const packed = compression.length ? `, ${compression.join(' + ')}` : '';
  const values = units ? `: ${unitsText(units)}` : '';
  return `${format === 'other' ? "can't be read: " : ''}${format} ${type}, ${shape.map(grouped).join(' x ')}${density}${packed}${values}`;
}

const indented = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');

function matrices(title: string, found: Readonly<Record<string, MatrixSummary>>): string[] {
  const rows = Object.entries(found).map(([name, matrix]) => `${name}: ${matrixText(matrix)}`);
  return rows.length ? [`${title}\n${indented(rows)}`] : [];
}

function columnRow({ name, kind, distinct, missing, examples }: ColumnSummary): string[] {
  const count = distinct === undefined ? '' : `${grouped(distinct)} distinct`;
  const gaps = missing ? `${grouped(missing)} missing` : '';
  return [
    name,
    [kind, count, gaps].filter(Boolean).join(', '),
    examples.join(kind === 'numbers' ? ' to ' : ', '),
  ];
}

function columns(title: string, found: readonly ColumnSummary[]): string[] {
  if (found.length === 0) return [];
  const width = Math.max(...found.map(({ name }) => name.length));
  const kinds = found.map(columnRow);
  const second = Math.max(...kinds.map(([, kind]) => kind!.length));
  const lines = kinds.map(
    ([name, kind, examples]) => `${name!.padEnd(width)}  ${kind!.padEnd(second)}  ${examples}`,
  );
  return [`${title}\n${indented(lines.map((line) => line.trimEnd()))}`];
}

function next(
  file: string,
  modality: string | undefined,
  { batchCandidates, labelCandidates }: H5adSummary,
): string {
  if (batchCandidates.length === 0) return 'Found no column of obs that looks like a batch column.';
  const labels = labelCandidates.length ? ` --labels '${labelCandidates[0]}'` : '';
  const part = modality === undefined ? '' : ` --modality '${modality}'`;
  return [
    `looks like a batch: ${listed(batchCandidates)}`,
    ...(labelCandidates.length ? [`looks like a cell type: ${listed(labelCandidates)}`] : []),
    `try: zbio fit '${file}'${part} --batch '${batchCandidates[0]}'${labels} --out out.h5ad`,
  ].join('\n');
}

/** The content of an h5ad file, for people. */
export function inspectText(file: string, summary: H5adSummary, modality?: string): string {
  const { cells, genes, geneNames, repeatedGenes, x, raw, layers, obs, obsm, uns, skipped } = summary;
  return [
    `${file}: ${grouped(cells)} cells x ${grouped(genes)} genes (${geneNames.join(', ')}, …)`,
    ...(repeatedGenes.length
      ? [`genes that occur several times: ${grouped(repeatedGenes.length)} (${listed(repeatedGenes)})`]
      : []),
    `X: ${x ? matrixText(x) : 'none'}`,
    ...(raw ? [`raw: ${matrixText(raw)}`] : []),
    ...matrices('layers', layers),
    ...columns('obs', obs),
    ...columns('var', summary.var),
    ...matrices('obsm', obsm),
    ...(uns.length ? [`uns: ${listed(uns)}`] : []),
    ...(skipped.length ? [`not read by zbio: ${listed(skipped)}`] : []),
    next(file, modality, summary),
  ].join('\n');
}
