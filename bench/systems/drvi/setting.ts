/** Options of both sides. */
export interface Setting {
  latent: number;
  epochs: number;
  seeds: readonly number[];
}
