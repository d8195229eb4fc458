import { pickRows } from '../../matrix/pickRows.js';
import { createRng } from '../../random/rng.js';
import { sampleRows } from '../../random/sampleRows.js';
import type { ExtensionParts, Memory, ScaledCells } from '../map/extensionParts.js';
import { momentsOf } from './momentsOf.js';

/** What is remembered of which cells. */
export interface Remembered {
  /** Name of the latent for the biology. */
  latent: string;
  /** Number of cells. */
  size: number;
  /** The model's seed. */
  seed: number | string;
}

/**
 * Encodes a random sample of the training cells, in which dense regions of the latent keep their share. It has a random stream of
 * its own, so that training doesn't depend on it.
 */
export async function rememberCells(
  parts: ExtensionParts,
  x: ScaledCells,
  { latent, size, seed }: Remembered,
): Promise<Memory> {
  const rows = sampleRows(x.shape[0], size, createRng(`${seed}/memory`));
  const { mean, logVariance } = await momentsOf(parts, pickRows(x, rows));
  const spread = logVariance[latent];
  return { mean: mean[latent]!, ...(spread ? { logVariance: spread } : {}) };
}
