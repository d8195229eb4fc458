import type { Matrix } from '../../../src/matrix/matrix.js';

/** What a method makes of the cells. */
export interface Integrated {
  /** z_bio. [cells, dims] */
  bio: Matrix;
  /** Corrected expression, every cell in [0, 1], by the decoder's batch norm that was used. [cells, genes] */
  corrected: Partial<Record<'trained' | 'untrained', Matrix>>;
}
