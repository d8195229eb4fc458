import { asMatrix } from '../matrix/asMatrix.js';
import { checkFinite } from '../matrix/checkFinite.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { toDense } from '../matrix/toDense.js';

/**
 * Returns an embedding as the metrics need it: dense and finite. [cells, dims]
 *
 * @throws TypeError if x isn't a matrix; RangeError on a NaN or infinite value.
 */
export async function denseEmbedding(argument: string, x: MatrixLike): Promise<Matrix> {
  const matrix = await asMatrix(argument, x);
  checkFinite(argument, matrix);
  return toDense(matrix);
}
