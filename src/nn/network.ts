import type * as tf from '@tensorflow/tfjs';
import type { CsrMatrix } from '../matrix/matrix.js';
import type { Rng } from '../random/rng.js';

/** How a network is to be applied. */
export interface Mode {
  /** True while training: dropout and batch statistics are in force, running statistics move. */
  training: boolean;
  /** Where dropout draws from. */
  rng: Rng;
  /**
   * True keeps gradients out of the network's parameters (not out of its input), and its running statistics still. The
   * networks of the library heed it; a wrapped `tf.LayersModel` does not.
   * For players that another loss trains: an estimator of mutual information must not be shaped by the very bound
   * that the encoder minimises.
   */
  frozen?: boolean;
}

/** A function with parameters: [cells, inputs] -> [cells, outputs]. */
export interface Network {
  /** Parameters and running statistics, in a fixed order; `trainable` tells them apart. */
  readonly variables: readonly tf.Variable[];
  /** Inputs [cells, inputs] to outputs [cells, outputs]. The caller disposes the result. */
  apply(x: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  /**
   * The same for inputs by compressed rows, without spelling their zeros out. Left out by networks that can't; those get
   * dense chunks of cells.
   */
  applySparse?(x: CsrMatrix, mode: Mode): tf.Tensor2D;
  /** Plain JSON from which the library can build the same network again (without its values). */
  toConfig(): object;
}
