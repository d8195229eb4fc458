import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { syntheticCells } from '../helpers/cells.js';

export interface SmallFit {
  seed: number;
  compile: boolean;
}

/** Latents of a small fit. */
export async function smallFit({ seed, compile }: SmallFit): Promise<number[]> {
  const { x, batch } = syntheticCells({ cells: 80, genes: 12, seed });
  using model = new DisentangledAE({ seed });
  const { bio, nio } = await model.fitTransform(x, batch, { epochs: 3, batchSize: 20, compile });
  return [...bio.data, ...nio.data];
}
