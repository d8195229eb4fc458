import * as tf from '@tensorflow/tfjs';
import { wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { linearLayer } from '../layers/linearLayer.js';
import { normLayer } from '../layers/normLayer.js';
import type { Network } from '../network.js';
import { createMlp } from './createMlp.js';
import { type HiddenOptions, hiddenTable } from './mlpOptions.js';

/** Options of {@link createProjectionCritic}. */
export interface ProjectionCriticOptions extends HiddenOptions {
  /** Genes (columns of x). */
  genes: number;
  /** Dimensions of the code y; also of the features that it is projected on. */
  codes: number;
}

const table = {
  ...hiddenTable,
  norm: (argument, given = 'none') => hiddenTable.norm(argument, given),
  genes: wholeNumber,
  codes: wholeNumber,
} satisfies OptionTable<ProjectionCriticOptions>;

/**
 * A critic of pairs of cell and code, [x | y] -> score [cells, 1]: `D(x, y) = a·h(x) + b + y·h(x)`, with features
 * `h(x) = relu(norm(W·mlp(x)))` of as many dimensions as the code has.
 *
 * The code acts by its inner product with the features alone, which is what a critic of a conditional Gaussian or
 * categorical model would come to; it is learnt faster than from x and y side by side (for that, a {@link createMlp} of
 * `genes + codes` inputs and one output is a critic too).
 *
 * Default: genes -> 128 -> ReLU -> codes, no norm: batch norm would let the cells of a minibatch act on each other's
 * score. For a gradient penalty its activation must have a right second derivative, see {@link unitGradientPenalty}.
 *
 * @throws RangeError on sizes below 1 or an unknown option.
 * @see Miyato and Koyama, cGANs with Projection Discriminator, ICLR 2018.
 * @example
 * ```ts
 * const critic = createProjectionCritic({ genes: 2000, codes: 10, hidden: [1024, 512], activation: 'leakyRelu' });
 * critic.apply(tf.concat([x, y], 1), mode); // [cells, 1]
 * ```
 */
export function createProjectionCritic(options: ProjectionCriticOptions): Network {
  const { genes, codes, ...hidden } = readOptions('createProjectionCritic', options, table);
  const body = createMlp({ ...hidden, inputs: genes, outputs: codes });
  const normal = normLayer(hidden.norm, codes);
  const head = linearLayer(codes, 1, hidden.rng, hidden.initial);
  return {
    variables: [body, ...(normal ? [normal] : []), head].flatMap(({ variables }) => [...variables]),
    apply: (pairs, mode) =>
      tf.tidy(() => {
        const x = tf.slice(pairs, [0, 0], [-1, genes]);
        const y = tf.slice(pairs, [0, genes], [-1, codes]);
        const summed = body.apply(x, mode);
        const features = tf.relu(normal ? normal.apply(summed, mode) : summed);
        return tf.add(head.apply(features, mode), tf.sum(tf.mul(y, features), 1, true));
      }),
    toConfig: () => ({ ...body.toConfig(), kind: 'projectionCritic', genes, codes }),
  };
}
