import type { Variable } from '@tensorflow/tfjs';

/** A gene by what it tells of a condition. */
export interface KeyGene {
  /** Column of x. */
  index: number;
  /** Its name, if `fit` got names. */
  name?: string;
  /** L2 norm of the gene's weights to the condition's latent; genes that tell nothing end below 0.1. */
  score: number;
}

/**
 * Genes by the L2 norm of their weights, the largest first.
 *
 * @param kernel - [genes or more, units]; rows beyond the genes are left out.
 */
export async function rankKeyGenes(
  kernel: Variable,
  genes: number,
  names: readonly string[] | undefined,
): Promise<KeyGene[]> {
  const [values, units] = [await kernel.data(), kernel.shape[1]!];
  const score = (gene: number): number => Math.hypot(...values.subarray(gene * units, (gene + 1) * units));
  const all = Array.from({ length: genes }, (_, index) => ({
    index,
    ...(names ? { name: names[index]! } : {}),
    score: score(index),
  }));
  return all.sort((a, b) => b.score - a.score);
}
