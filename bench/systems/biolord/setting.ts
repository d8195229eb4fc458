/** Training options of both sides; everything else has each side's default. */
export interface Setting {
  unknown: number;
  /** Units per hidden layer of the decoder, and the number of layers. */
  width: number;
  depth: number;
  learningRate: number;
  epochs: number;
  batchSize: number;
}

/** Small enough for one minute per fit on one thread. */
export const setting: Setting = {
  unknown: 32,
  width: 128,
  depth: 2,
  learningRate: 1e-3,
  epochs: 60,
  batchSize: 128,
};
