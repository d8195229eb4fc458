import type { MatrixSummary } from './inspectMatrix.js';
import type { ColumnSummary } from './summariseColumn.js';

/** The content of an h5ad file. */
export interface H5adSummary {
  /** Number of cells. */
  cells: number;
  /** Number of genes. */
  genes: number;
  /** The first names of the genes, at most five. */
  geneNames: string[];
  /** Names of genes that occur more than once. */
  repeatedGenes: string[];
  /** The expression; absent if the file has none. */
  x?: MatrixSummary;
  /** The expression before genes were selected, if the file has it. */
  raw?: MatrixSummary;
  /** Other versions of the expression, by name. */
  layers: Record<string, MatrixSummary>;
  /** Columns of the cells. */
  obs: ColumnSummary[];
  /** Columns of the genes. */
  var: ColumnSummary[];
  /** Embeddings of the cells, by name. */
  obsm: Record<string, MatrixSummary>;
  /** Names of the entries of uns. */
  uns: string[];
  /** Columns of obs that may hold the batch, the likeliest first. */
  batchCandidates: string[];
  /** Columns of obs that may hold the cell type, the likeliest first. */
  labelCandidates: string[];
  /** Paths of the elements that `readH5ad` leaves out. */
  skipped: string[];
}
