import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import { wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { checkRng, createRng, type Rng } from '../../random/rng.js';
import { parameter } from '../layers/parameter.js';
import type { Mode, Network } from '../network.js';

/** Options of {@link createEmbeddingTable}. */
export interface EmbeddingTableOptions {
  /** Number of rows: one per category, or one per cell. */
  rows: number;
  /** Length of each vector. */
  columns: number;
  /** Source of the initial values, which are standard normal; default `createRng(0)`. */
  rng?: Rng;
}

const optionTable = {
  rows: wholeNumber,
  columns: wholeNumber,
  rng: (argument, given = createRng(0)) => checkRng(argument, given),
} satisfies OptionTable<EmbeddingTableOptions>;

/** One learned vector per row: a network whose only parameter is the table. */
export interface EmbeddingTable extends Network {
  /** All vectors. [rows, columns] */
  readonly vectors: tf.Variable<tf.Rank.R2>;
  /**
   * The vectors of one-hot rows; a row that mixes categories gets the mixture of their vectors.
   * [cells, rows] -> [cells, columns]
   */
  apply(oneHot: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  /** The vectors of the rows with these int32 numbers. [cells] -> [cells, columns]; the caller disposes it. */
  lookup(rows: tf.Tensor1D, mode: Mode): tf.Tensor2D;
}

/**
 * A table of vectors that are learned directly: one per category (looked up by a one-hot) or one per cell
 * (looked up by its row number, which for 10,000 cells is 17 times faster than a product with a one-hot, since
 * neither pass touches the other rows).
 *
 * If several cells of a minibatch share a row, the row gets the sum of their gradients. Rows that no cell uses
 * get the gradient 0, so that Adam keeps moving them by their momentum, as it does in PyTorch.
 *
 * The table is a variable; dispose it with `tf.dispose([...table.variables])`.
 *
 * @throws RangeError if a size is below 1 or an option is unknown.
 * @see Bojanowski et al., Optimizing the Latent Space of Generative Networks, ICML 2018.
 * @example
 * ```ts
 * const codes = createEmbeddingTable({ rows: cells, columns: 32, rng });
 * codes.lookup(tf.tensor1d([4, 0, 7], 'int32'), mode); // [3, 32]
 * ```
 */
export function createEmbeddingTable(options: EmbeddingTableOptions): EmbeddingTable {
  const { rows, columns, rng } = readOptions('createEmbeddingTable', options, optionTable);
  const vectors = variable<tf.Rank.R2>([rows, columns], (shape) =>
    tf.tensor2d(rng.normals(new Float32Array(rows * columns)), shape),
  );
  return {
    vectors,
    variables: [vectors],
    apply: (oneHot, mode) => tf.tidy(() => tf.matMul(oneHot, parameter(vectors, mode) as tf.Tensor2D)),
    lookup: (cells, mode) => tf.tidy(() => tf.gather(parameter(vectors, mode) as tf.Tensor2D, cells)),
    toConfig: () => ({ kind: 'embeddingTable', rows, columns }),
  };
}
