/** Losses of the validation cells, in inference mode. */
export interface ValidationRecord {
  /** Weighted sum of the terms. */
  total: number;
  /** Every term by name, before its weight; NaN while its weight is 0. */
  terms: Record<string, number>;
  /**
   * What the model watches, comparable over all epochs: for {@link DisentangledAE} the squared L2 distance of output and
   * input, mean over cells; for a published system its reconstruction loss.
   */
  error: number;
}

/** What happened in one epoch: one row of `model.history`. */
export interface EpochRecord {
  /** From 0. */
  epoch: number;
  /** Epochs of the whole run. */
  epochs: number;
  /** Weighted sum of the terms, mean over the epoch's minibatches. */
  total: number;
  /** Every term by name, before its weight, mean over the steps at which that isn't 0; NaN if there is none. */
  terms: Record<string, number>;
  /** Weight in force at the epoch's last step. */
  weights: Record<string, number>;
  /** Input noise at the epoch's last step. */
  noise: number;
  /** Learning rate of each phase, by its name, at its last step; a phase that did not move in this epoch is absent. */
  learningRates: Record<string, number>;
  /** Seconds that the epoch took. */
  seconds: number;
  /** Present if cells were held out. */
  validation?: ValidationRecord;
}
