import type { Units } from '../preprocess/units.js';
import type { ColumnSummary } from './summariseColumn.js';

/** A matrix, described by its size and a sample of its values. */
export interface MatrixSummary {
  /** How it is stored; `'other'`: not as a matrix of numbers. */
  format: 'dense' | 'csr' | 'csc' | 'coo' | 'other';
  /** Type of its values, such as `'float32'`. */
  type: string;
  /** [cells, genes] or [cells, dims] */
  shape: number[];
  /** Number of stored values; less than the product of `shape` if it is sparse. */
  stored: number;
  /** Names of the filters that compress it in the file. */
  compression: string[];
  /** What a sample of its rows looks like. Absent if its values can't be read, or only all at once. */
  units?: Units;
}

/** The content of an h5ad file, or of annotated cells in memory. */
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
  /** All this for people, in lines. */
  text: string;
}
