/** Losses of the validation cells, in inference mode. */
export interface ValidationRecord {
  /** Weighted sum of the terms. */
  total: number;
  /** Every term by name, before its weight; NaN while its weight is 0. */
  terms: Record<string, number>;
  /** Mean over cells of the squared L2 distance of output and input: comparable over all epochs. */
  squaredError: number;
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
  /** Learning rate at the epoch's last step. */
  learningRate: number;
  /** Seconds that the epoch took. */
  seconds: number;
  /** Present if cells were held out. */
  validation?: ValidationRecord;
}
