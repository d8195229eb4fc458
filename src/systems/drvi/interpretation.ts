import type { Matrix } from '../../matrix/matrix.js';
import type { DrviDimension } from './dimensions.js';

/** How strongly each dimension moves each gene, going up and going down. [dims, genes] each, in z's order of columns */
export interface DirectionalScores {
  /** Where z is above 0. */
  positive: Matrix;
  /** Where z is below 0. */
  negative: Matrix;
}

/** What the dimensions do in the cells as they are: -log(1 - share in the gene), 0 for nothing. */
export interface InDistributionScores {
  /** Largest effect in any cell. */
  max: DirectionalScores;
  /** Mean over cells, weighted by how far |z| exceeds 1. */
  linear: DirectionalScores;
  /** Mean over cells, weighted by exp(how far |z| exceeds 1) - 1. */
  exponential: DirectionalScores;
}

/** What the dimensions could do: log fold changes when one of them goes through its range. */
export interface OutOfDistributionScores {
  /** The others where they do least: the largest log fold change. */
  maxPossible: DirectionalScores;
  /** The others where they do most: the smallest. */
  minPossible: DirectionalScores;
  /** Their product: large for genes that are this dimension's own. */
  combined: DirectionalScores;
}

/** What the dimensions of {@link Drvi} stand for. */
export interface DrviInterpretation {
  /** One entry per dimension, that of the largest effect first. */
  dimensions: DrviDimension[];
  /** What the dimensions do to each gene in these cells. */
  inDistribution: InDistributionScores;
  /** What they could do, each going through its range, mean over batches; absent with `pooling: 'mean'`. */
  outOfDistribution?: OutOfDistributionScores;
}
