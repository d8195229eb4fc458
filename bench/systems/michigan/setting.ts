/** Training options of both sides. */
export interface Setting {
  seed: number;
  latent: number;
  noise: number;
  beta: number;
  batchSize: number;
  /** Passes over the cells for the autoencoder. */
  encoderEpochs: number;
  /** Passes over the cells for the generator; the critic makes five steps per step of the generator. */
  ganEpochs: number;
  learningRate: { encoder: number; gan: number };
  /** Units of the at most three layers of each network, from the narrowest to the widest. */
  units: readonly [number, number, number];
}

/** Networks a quarter as wide as published and a higher learning rate, so that training takes minutes. */
export const settingOf = (seed: number): Setting => ({
  seed,
  latent: 10,
  noise: 22,
  beta: 10,
  batchSize: 32,
  encoderEpochs: 60,
  ganEpochs: 48,
  learningRate: { encoder: 1e-3, gan: 5e-4 },
  units: [64, 128, 256],
});
