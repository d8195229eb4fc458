import type * as tf from '@tensorflow/tfjs';

/** A gene and how strongly a condition's encoder reads it. */
export interface KeyGene {
  /** Column of x. */
  index: number;
  /** Its name, if `fit` got names. */
  name?: string;
  /** L2 norm of the gene's weights to the condition's latent; genes that say nothing of the condition end below 0.1. */
  score: number;
}

/**
 * Genes by the L2 norm of their weights, the largest first.
 *
 * @param weights - Of an encoder's first layer; rows beyond the genes are left out. [genes or more, units]
 */
export async function rankKeyGenes(
  weights: tf.Tensor2D,
  genes: number,
  names: readonly string[] | undefined,
): Promise<KeyGene[]> {
  const [values, units] = [await weights.data(), weights.shape[1]];
  const score = (gene: number): number => Math.hypot(...values.subarray(gene * units, (gene + 1) * units));
  const all = Array.from({ length: genes }, (_, index) => ({
    index,
    ...(names ? { name: names[index]! } : {}),
    score: score(index),
  }));
  return all.sort((a, b) => b.score - a.score);
}
