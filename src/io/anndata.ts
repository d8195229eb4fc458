import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import type { Column } from './column.js';

/** What `uns` may hold: plain values, arrays of them, matrices, and dictionaries of all these. */
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

/** Cells with what is known about them, in the layout of Python's anndata. A plain object: change it as you like. */
export interface AnnData {
  /** Expression. [cells, genes] */
  x: Matrix | CsrMatrix;
  /** What is known of every cell, by name. */
  obs: Record<string, Column>;
  /** What is known of every gene, by name. */
  var: Record<string, Column>;
  /** [cells] */
  obsNames: string[];
  /** [genes] */
  varNames: string[];
  /** Embeddings of the cells. [cells, dims] each */
  obsm: Record<string, Matrix>;
  /** Other versions of the expression. [cells, genes] each */
  layers: Record<string, Matrix | CsrMatrix>;
  /** What isn't of a cell or a gene. */
  uns: Record<string, UnsValue>;
  /** Paths that the file held but that have no place here, so that writing would lose them. Set by `readH5ad`. */
  skipped?: string[];
}
