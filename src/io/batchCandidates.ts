import type { ColumnSummary } from './summariseColumn.js';

/** Names that columns of batches have, the most telling ones first. */
const batchNames = [
  /batch/i,
  /^(orig\.ident|library|library_?id|sample|sample_?id)$/i,
  /donor|patient|subject|individual|mouse|animal/i,
  /dataset|study|project|source|cohort|site|centre|center|^lab(_|$)/i,
  /sample|library|run|lane|channel|plate|chip|pool|replicate|experiment/i,
  /tech|platform|protocol|chemistry|assay|sequencer/i,
];

/** Names that columns of cell types have. */
const typeNames = [
  /^cell.?types?$/i,
  /cell.?type|celltype/i,
  /annotation|cell.?ontology|cell.?class|^(labels?|types?|subtypes?)$/i,
  /louvain|leiden|cluster/i,
];

function rank(names: readonly RegExp[], column: string): number {
  const at = names.findIndex((name) => name.test(column));
  return at < 0 ? names.length : at;
}

/** Groups of at least this many cells can be told apart from single cells, such as barcodes. */
const leastCells = 2;

function grouping({ kind, distinct }: ColumnSummary, cells: number): boolean {
  if (kind === 'numbers' || distinct === undefined) return false;
  return distinct > 1 && distinct * leastCells <= cells;
}

function ranked(
  columns: readonly ColumnSummary[],
  names: readonly RegExp[],
  others: readonly RegExp[],
): string[] {
  const ranks = (name: string): number => rank(names, name);
  const own = columns.filter(
    ({ name }) => ranks(name) < names.length && rank(others, name) === others.length,
  );
  return own.map(({ name }) => name).sort((a, b) => ranks(a) - ranks(b));
}

/** Columns that may hold the batch and the cell type, by their names and values, the likeliest first. */
export function candidates(
  columns: readonly ColumnSummary[],
  cells: number,
): { batch: string[]; labels: string[] } {
  const groups = columns.filter((column) => grouping(column, cells));
  return { batch: ranked(groups, batchNames, typeNames), labels: ranked(groups, typeNames, []) };
}
