import * as tf from '@tensorflow/tfjs';
import { variable } from '../../backend/variable.js';
import { numberWithin, wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { checkRng, createRng, type Rng } from '../../random/rng.js';
import { parameter } from '../layers/parameter.js';
import type { Network } from '../network.js';

/** Options of {@link createGeneVector}. */
export interface GeneVectorOptions {
  /** Length of the vector. */
  genes: number;
  /** Mean of the initial values, which are normal with variance 1; default 0. */
  mean?: number;
  /** Source of the initial values; default `createRng(0)`. */
  rng?: Rng;
}

const table = {
  genes: wholeNumber,
  mean: (argument, given = 0) => numberWithin(argument, given),
  rng: (argument, given = createRng(0)) => checkRng(argument, given),
} satisfies OptionTable<GeneVectorOptions>;

/**
 * One learned number per gene, the same for all cells; for example log-dispersions or log-variances. It is a
 * network whose output [1, genes] doesn't depend on its input.
 *
 * The vector is a variable; dispose it with `tf.dispose([...vector.variables])`.
 *
 * @throws RangeError if `genes` is below 1 or an option is unknown.
 * @example
 * ```ts
 * const dispersion = createGeneVector({ genes: 2000, mean: 1 });
 * negativeBinomialLogLikelihood(counts, logMean, dispersion.apply(counts, mode));
 * ```
 */
export function createGeneVector(options: GeneVectorOptions): Network {
  const { genes, mean, rng } = readOptions('createGeneVector', options, table);
  const vector = variable<tf.Rank.R2>([1, genes], (shape) =>
    tf.tensor2d(
      rng.normals(new Float32Array(genes)).map((value) => value + mean),
      shape,
    ),
  );
  return {
    variables: [vector],
    // A copy, because the caller disposes what a network returns.
    apply: (_, mode) => tf.tidy(() => parameter(vector, mode).clone() as tf.Tensor2D),
    toConfig: () => ({ kind: 'geneVector', genes, mean }),
  };
}
