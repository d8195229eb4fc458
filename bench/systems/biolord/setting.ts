/** What both sides are trained with; what isn't here is each side's default. */
export interface Setting {
  unknown: number;
  /** Units of a hidden layer of the decoder, and their number. */
  width: number;
  depth: number;
  learningRate: number;
  epochs: number;
  batchSize: number;
}

/** Small enough for a minute a fit on one thread. */
export const setting: Setting = {
  unknown: 32,
  width: 128,
  depth: 2,
  learningRate: 1e-3,
  epochs: 60,
  batchSize: 128,
};
