/** Losses of the validation cells, in inference mode. */
export interface ValidationRecord {
  /** Weighted sum of the terms. */
  total: number;
  /** Every term by name, without its weight; NaN while its weight is 0. */
  terms: Record<string, number>;
  /**
   * The model's own error, mean over cells, comparable over all epochs: for {@link DisentangledAE} the squared L2 distance of
   * output and input; for a published system its reconstruction loss, such as a negative log-likelihood.
   */
  error: number;
}

/** The record of one epoch in `model.history`. */
export interface EpochRecord {
  /** Number of the epoch, from 0. */
  epoch: number;
  /** Number of epochs of the whole run. */
  epochs: number;
  /** Weighted sum of the terms, mean over the epoch's minibatches. */
  total: number;
  /** Every term by name, without its weight, mean over the steps at which the weight isn't 0; NaN if there is no such step. */
  terms: Record<string, number>;
  /** Weight of every term at the epoch's last step. */
  weights: Record<string, number>;
  /** Strength of the input noise at the epoch's last step. */
  noise: number;
  /** Learning rate of each phase, by name, at the phase's last step; a phase that moved nothing in this epoch is absent. */
  learningRates: Record<string, number>;
  /** Duration in seconds. */
  seconds: number;
  /** Present if cells were held out. */
  validation?: ValidationRecord;
}
