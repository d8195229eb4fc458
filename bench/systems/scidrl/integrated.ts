import type { Matrix } from '../../../src/matrix/matrix.js';

/** Result of a method on the cells. */
export interface Integrated {
  /** z_bio. [cells, dims] */
  bio: Matrix;
  /** Corrected expression, each cell scaled to [0, 1], for each batch norm of the decoder. [cells, genes] */
  corrected: Partial<Record<'trained' | 'untrained', Matrix>>;
}
