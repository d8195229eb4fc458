import * as tf from '@tensorflow/tfjs';
import { sameLength } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { shown } from '../../check/values.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import { denseEmbedding } from '../denseEmbedding.js';

/** The dimensions of one or more latents, side by side. */
export interface Dims {
  /** `'bio 0'`, … for named latents, `'0'`, … for a single matrix. [dims] */
  names: string[];
  /** Values of all cells, per dimension. [dims][cells] */
  columns: Float64Array[];
}

/** One matrix, or a record of named matrices. */
export type NamedLatents = MatrixLike | Readonly<Record<string, MatrixLike>>;

function isRecord(latents: NamedLatents): latents is Record<string, MatrixLike> {
  return !Array.isArray(latents) && !(latents instanceof tf.Tensor) && !('shape' in latents);
}

function columnsOf({ data, shape: [cells, dims] }: Matrix): Float64Array[] {
  return Array.from({ length: dims }, (_, d) =>
    Float64Array.from({ length: cells }, (_, i) => data[i * dims + d]!),
  );
}

async function blocks(argument: string, latents: NamedLatents): Promise<[string, Matrix][]> {
  if (typeof latents !== 'object' || latents === null) {
    const expected = 'a matrix [cells, dims] or a record of named matrices';
    throw badType({ argument, expected, received: shown(latents) });
  }
  if (!isRecord(latents)) return [['', await denseEmbedding(argument, latents)]];
  const named = Object.entries(latents);
  return Promise.all(
    named.map(
      async ([name, x]): Promise<[string, Matrix]> => [name, await denseEmbedding(`${argument}.${name}`, x)],
    ),
  );
}

/**
 * Returns latents as columns of float64, blocks side by side in the given order.
 *
 * @throws RangeError if blocks differ in their number of cells, or there are fewer than two dimensions.
 */
export async function dimColumns(argument: string, latents: NamedLatents): Promise<Dims> {
  const given = await blocks(argument, latents);
  for (const [name, { shape }] of given) {
    sameLength(`${argument}${name && `.${name}`}`, shape[0], given[0]![1].shape[0], 'cell');
  }
  const names = given.flatMap(([name, { shape }]) =>
    Array.from({ length: shape[1] }, (_, d) => (name ? `${name} ${d}` : `${d}`)),
  );
  if (names.length < 2) {
    const next = 'The scores compare dimensions with each other.';
    throw badValue({ argument, expected: 'at least 2 dimensions', received: `${names.length}`, next });
  }
  return { names, columns: given.flatMap(([, matrix]) => columnsOf(matrix)) };
}
