import type { Matrix } from 'zbio';

/** What one training run leaves. */
export interface Trained {
  /** Means of the posterior. [cells, latent] */
  z: Matrix;
  /** -log p(x) of a cell in the last epoch, as it was trained: with dropout and noise. Nats. */
  reconstruction: number;
  /** KL divergence of a cell in the last epoch, before its weight. Nats. */
  kl: number;
}
