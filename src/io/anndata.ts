import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import type { Column } from './column.js';

/** Values that `uns` may hold: plain values, arrays of them, matrices, and dictionaries of all these. */
export type UnsValue =
  | null
  | boolean
  | number
  | string
  | boolean[]
  | number[]
  | string[]
  | Float64Array
  | Float32Array
  | Int32Array
  | Matrix
  | { [name: string]: UnsValue };

/** Annotated cells, in the layout of Python's anndata. It is a plain object that you may change. */
export interface AnnData {
  /** Expression. [cells, genes] */
  x: Matrix | CsrMatrix;
  /** Columns with one entry per cell, by name. */
  obs: Record<string, Column>;
  /** Columns with one entry per gene, by name. */
  var: Record<string, Column>;
  /** Names of the cells. [cells] */
  obsNames: string[];
  /** Names of the genes. [genes] */
  varNames: string[];
  /** Embeddings of the cells. [cells, dims] each */
  obsm: Record<string, Matrix>;
  /** Other versions of the expression. [cells, genes] each */
  layers: Record<string, Matrix | CsrMatrix>;
  /** Unstructured annotation: anything that isn't per cell or per gene. */
  uns: Record<string, UnsValue>;
  /** Paths in the file that have no counterpart here, so that writing would lose them. Set by `readH5ad`. */
  skipped?: string[];
}
