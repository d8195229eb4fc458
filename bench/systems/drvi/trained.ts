import type { Matrix } from 'zbio';

/** Result of one training run. */
export interface Trained {
  /** Means of the posterior. [cells, latent] */
  z: Matrix;
  /** Mean -log p(x) per cell in the last epoch, in training mode (dropout and noise), in nats. */
  reconstruction: number;
  /** Mean KL divergence per cell in the last epoch, before its weight, in nats. */
  kl: number;
}
