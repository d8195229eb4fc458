import type * as tf from '@tensorflow/tfjs';
import type { CsrMatrix } from '../matrix/matrix.js';
import type { Rng } from '../random/rng.js';

/** How a network is applied. */
export interface Mode {
  /** True during training: dropout and batch statistics are in force, and running statistics are updated. */
  training: boolean;
  /** Source of the random numbers for dropout. */
  rng: Rng;
  /**
   * True stops gradients into the network's parameters (but not into its input) and keeps its running
   * statistics unchanged. The networks of the library support it; a wrapped `tf.LayersModel` does not. It is
   * meant for players that another loss trains: an estimator of mutual information, for example, must not be
   * shaped by the very bound that the encoder minimises.
   */
  frozen?: boolean;
}

/** A function with parameters: [cells, inputs] -> [cells, outputs]. */
export interface Network {
  /** Parameters and running statistics, in a fixed order; only the parameters are `trainable`. */
  readonly variables: readonly tf.Variable[];
  /** Maps inputs [cells, inputs] to outputs [cells, outputs]. The caller disposes the result. */
  apply(x: tf.Tensor2D, mode: Mode): tf.Tensor2D;
  /**
   * The same for inputs in compressed rows, without writing out their zeros. A network that can't do this
   * leaves the method out and is given dense chunks of cells.
   */
  applySparse?(x: CsrMatrix, mode: Mode): tf.Tensor2D;
  /** Plain JSON from which the library can build the same network again, without the values of its variables. */
  toConfig(): object;
}
