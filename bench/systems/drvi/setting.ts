/** What both sides are told. */
export interface Setting {
  latent: number;
  epochs: number;
  seeds: readonly number[];
}
