import { grouped } from '../check/grouped.js';
import { listed } from '../check/quoted.js';
import { unitsText } from '../preprocess/unitsText.js';
import type { ColumnSummary } from './summariseColumn.js';
import type { H5adSummary, MatrixSummary } from './summary.js';

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

/** The content of a file, or of cells in memory, for people. */
export function summaryText(summary: Omit<H5adSummary, 'text'>): string {
  const { cells, genes, geneNames, repeatedGenes, x, raw, layers, obs, obsm, uns, skipped } = summary;
  // What is described isn't called unread: raw is read in place of X where it is asked for.
  const unread = skipped.filter((path) => path !== 'raw' || !raw);
  const first = geneNames.length ? ` (${listed(geneNames)}${genes > geneNames.length ? ', …' : ''})` : '';
  return [
    `${grouped(cells)} cells x ${grouped(genes)} genes${first}`,
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
    ...(unread.length ? [`not read by zbio: ${listed(unread)}`] : []),
  ].join('\n');
}
