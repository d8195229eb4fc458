import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';
import { sliceRows } from '../matrix/sliceRows.js';
import { describeUnits } from '../preprocess/describeUnits.js';
import type { AnnData } from './anndata.js';
import { candidates } from './batchCandidates.js';
import { summariseColumn } from './summariseColumn.js';
import type { H5adSummary, MatrixSummary } from './summary.js';
import { summaryText } from './summaryText.js';

/** Cells whose values are looked at, for time's sake. */
const sampled = 300;

/** Names that occur more than once. */
export function repeatedNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(names.filter((name) => seen.size === seen.add(name).size))];
}

function unitsOf(matrix: Matrix | CsrMatrix): Pick<MatrixSummary, 'units'> {
  try {
    return { units: describeUnits(sliceRows(matrix, 0, Math.min(sampled, matrix.shape[0]))) };
  } catch {
    // Values that aren't finite have no units.
    return {};
  }
}

function describeMatrix(matrix: Matrix | CsrMatrix): MatrixSummary {
  return {
    format: isCsr(matrix) ? 'csr' : 'dense',
    type: 'float32',
    shape: matrix.shape,
    stored: matrix.data.length,
    compression: [],
  };
}

const each = <A, B>(parts: Record<string, A>, describe: (part: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, describe(part)]));

const withUnits = (matrix: Matrix | CsrMatrix): MatrixSummary => ({
  ...describeMatrix(matrix),
  ...unitsOf(matrix),
});

/** Describes annotated cells in memory. */
export function describeCells(adata: AnnData): H5adSummary {
  const { x, varNames, layers, obsm, uns, skipped = [] } = adata;
  const columns = (table: AnnData['obs']) =>
    Object.entries(table).map(([name, column]) => summariseColumn(name, column));
  const obs = columns(adata.obs);
  const found = candidates(obs, x.shape[0]);
  const summary = {
    cells: x.shape[0],
    genes: x.shape[1],
    geneNames: varNames.slice(0, 5),
    repeatedGenes: repeatedNames(varNames),
    x: withUnits(x),
    layers: each(layers, withUnits),
    obs,
    var: columns(adata.var),
    obsm: each(obsm, describeMatrix),
    uns: Object.keys(uns),
    batchCandidates: found.batch,
    labelCandidates: found.labels,
    skipped,
  };
  return { ...summary, text: summaryText(summary) };
}
