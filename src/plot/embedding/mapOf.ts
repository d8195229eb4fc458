import { badValue } from '../../check/errors.js';
import { asMatrix } from '../../matrix/asMatrix.js';
import { checkFinite } from '../../matrix/checkFinite.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import { toDense } from '../../matrix/toDense.js';

/** Reads a map of cells. Throws a RangeError unless it has cells at two finite positions each. [cells, 2] */
export async function mapOf(argument: string, given: MatrixLike): Promise<Matrix> {
  const points = toDense(await asMatrix(argument, given));
  checkFinite(argument, points);
  const [cells, dims] = points.shape;
  if (cells > 0 && dims === 2) return points;
  const next = dims > 2 ? 'Map it to two dimensions first: await umap(embedding).' : '';
  throw badValue({ argument, expected: 'cells x 2 positions', received: `${cells} x ${dims}`, next });
}
