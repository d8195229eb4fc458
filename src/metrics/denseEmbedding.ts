import { asMatrix } from '../matrix/asMatrix.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { toDense } from '../matrix/toDense.js';

/**
 * An embedding as the metrics need it: dense and finite. [cells, dims]
 *
 * @throws TypeError if it is no matrix; RangeError at a NaN or infinite value.
 */
export async function denseEmbedding(argument: string, x: MatrixLike): Promise<Matrix> {
  const matrix = await asMatrix(argument, x);
  checkFinite(argument, matrix);
  return toDense(matrix);
}
