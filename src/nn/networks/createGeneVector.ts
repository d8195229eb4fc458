import * as tf from '@tensorflow/tfjs';
import { beforeFirstTensor } from '../../backend/lazyStart.js';
import { numberWithin, wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { createRng, type Rng } from '../../random/rng.js';
import { parameter } from '../layers/parameter.js';
import type { Network } from '../network.js';

/** Options of {@link createGeneVector}. */
export interface GeneVectorOptions {
  /** Length of the vector. */
  genes: number;
  /** Initial values are normal about this, with variance 1; default 0. */
  mean?: number;
  /** Where they are drawn from; default `createRng(0)`. */
  rng?: Rng;
}

const table = {
  genes: wholeNumber,
  mean: (argument, given = 0) => numberWithin(argument, given),
  rng: (_, given = createRng(0)) => given,
} satisfies OptionTable<GeneVectorOptions>;

/**
 * One learnt number a gene, whatever the cells: log dispersions, log variances. A network whose output [1, genes] doesn't
 * depend on its input.
 *
 * The vector is a variable; dispose it with `tf.dispose([...vector.variables])`.
 *
 * @throws RangeError on fewer than one gene or an unknown option.
 * @example
 * ```ts
 * const dispersion = createGeneVector({ genes: 2000, mean: 1 });
 * negativeBinomialLogLikelihood(counts, logMean, dispersion.apply(counts, mode));
 * ```
 */
export function createGeneVector(options: GeneVectorOptions): Network {
  const { genes, mean, rng } = readOptions('createGeneVector', options, table);
  beforeFirstTensor();
  const initial = rng.normals(new Float32Array(genes)).map((value) => value + mean);
  const vector = tf.tidy(() => tf.variable(tf.tensor2d(initial, [1, genes])));
  return {
    variables: [vector],
    // A copy: what a network hands back is the caller's to dispose.
    apply: (_, mode) => tf.tidy(() => parameter(vector, mode).clone() as tf.Tensor2D),
    toConfig: () => ({ kind: 'geneVector', genes, mean }),
  };
}
