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

/** The h5ad file that cells were read from. */
export interface H5adSource {
  /** Its absolute path, or its bytes, which stay in memory as long as this does. */
  file: string | Uint8Array;
  /** What `x` was read from: 'X', the name of a layer, or 'raw'. */
  x: string;
  /** The modality, for a MuData file. */
  modality?: string;
  /** The encoding of text, if it isn't UTF-8. */
  encoding?: string;
  /** Size and time of change of a path, to notice if somebody else changes it. */
  version?: string;
}

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
  /** Paths in the file that have no counterpart here. `writeH5ad` carries them over from `source`. Set by `readH5ad`. */
  skipped?: string[];
  /**
   * The file that the cells were read from. `writeH5ad` starts from a copy of it and changes only what differs, so that nothing
   * is lost. Set by `readH5ad`, unless several files were read (`externalFolder`); the selections `subsetCells` and `subsetGenes` drop it. Delete it to write a file with nothing but
   * what is in memory.
   */
  source?: H5adSource;
}
