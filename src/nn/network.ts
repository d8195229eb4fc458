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
  /**
   * Changes what the norm of the first layer returns, before the activation: the map of a new batch. A network with
   * `firstNorm` applies it; others ignore it. [cells, units] -> [cells, units]
   */
  behindFirstNorm?(normed: tf.Tensor2D): tf.Tensor2D;
}

/** The parameters and running statistics of a batch norm, `(x - mean)/√(variance + epsilon)·scale + shift`. [units] each */
export interface NormStatistics {
  /** Learned scale. */
  scale: tf.Variable;
  /** Learned shift. */
  shift: tf.Variable;
  /** Running mean of the training cells. */
  mean: tf.Variable;
  /** Running variance of the training cells. */
  variance: tf.Variable;
  /** Added to the variance. */
  epsilon: number;
}

/** The batch norm of a network's first layer, behind which a new batch can be mapped. */
export interface FirstNorm extends NormStatistics {
  /** The sums of the first layer, which the norm reads. [cells, inputs] -> [cells, units]; the caller disposes them. */
  sums(x: tf.Tensor2D | CsrMatrix): tf.Tensor2D;
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
  /** Present if the first layer has a batch norm and the network supports `behindFirstNorm`, as those of {@link createMlp} do. */
  readonly firstNorm?: FirstNorm;
  /** Plain JSON from which the library can build the same network again, without the values of its variables. */
  toConfig(): object;
}
