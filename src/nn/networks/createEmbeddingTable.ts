import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import { wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { createRng, type Rng } from '../../random/rng.js';
import { parameter } from '../layers/parameter.js';
import type { Mode, Network } from '../network.js';

/** Options of {@link createEmbeddingTable}. */
export interface EmbeddingTableOptions {
  /** Rows of the table: categories, or cells. */
  rows: number;
  /** Length of each vector. */
  columns: number;
  /** Where initial values are drawn from, standard normal; default `createRng(0)`. */
  rng?: Rng;
}

const optionTable = {
  rows: wholeNumber,
  columns: wholeNumber,
  rng: (_, given = createRng(0)) => given,
} satisfies OptionTable<EmbeddingTableOptions>;

/** One free vector a row: a network whose only parameter is the table. */
export interface EmbeddingTable extends Network {
  /** All vectors. [rows, columns] */
  readonly vectors: tf.Variable<tf.Rank.R2>;
  /** The vectors of one-hot rows, and mixtures of vectors for rows that mix. [cells, rows] -> [cells, columns] */
  apply(oneHot: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  /** The vectors of the rows with these numbers, int32. [cells] -> [cells, columns]; the caller disposes it. */
  lookup(rows: tf.Tensor1D, mode: Mode): tf.Tensor2D;
}

/**
 * A table of vectors that are learnt themselves: one a category (looked up by a one-hot) or one a cell (looked up by its
 * row: for 10,000 cells 17 times faster than a product with a one-hot, since neither pass touches the other rows).
 *
 * A row that several cells of a minibatch share gets the sum of their gradients; the others get 0, which is a gradient
 * too: Adam moves them on by their momentum, as it does in PyTorch.
 *
 * The table is a variable; dispose it with `tf.dispose([...table.variables])`.
 *
 * @throws RangeError on sizes below 1 or an unknown option.
 * @see Bojanowski et al., Optimizing the Latent Space of Generative Networks, ICML 2018.
 * @example
 * ```ts
 * const codes = createEmbeddingTable({ rows: cells, columns: 32, rng });
 * codes.lookup(tf.tensor1d([4, 0, 7], 'int32'), mode); // [3, 32]
 * ```
 */
export function createEmbeddingTable(options: EmbeddingTableOptions): EmbeddingTable {
  const { rows, columns, rng } = readOptions('createEmbeddingTable', options, optionTable);
  const values = rng.normals(new Float32Array(rows * columns));
  const vectors = variable<tf.Rank.R2>(() => tf.tensor2d(values, [rows, columns]));
  return {
    vectors,
    variables: [vectors],
    apply: (oneHot, mode) => tf.tidy(() => tf.matMul(oneHot, parameter(vectors, mode) as tf.Tensor2D)),
    lookup: (cells, mode) => tf.tidy(() => tf.gather(parameter(vectors, mode) as tf.Tensor2D, cells)),
    toConfig: () => ({ kind: 'embeddingTable', rows, columns }),
  };
}
