import * as tf from '@tensorflow/tfjs';
import { allOrNothing } from '../../backend/variable.js';
import { wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { linearLayer } from '../layers/linearLayer.js';
import { normLayer } from '../layers/normLayer.js';
import type { Network } from '../network.js';
import { createMlp } from './createMlp.js';
import { type HiddenOptions, hiddenTable } from './mlpOptions.js';

/** Options of {@link createProjectionCritic}. */
export interface ProjectionCriticOptions extends HiddenOptions {
  /** Number of genes (columns of x). */
  genes: number;
  /** Number of dimensions of the code y, and of the features that it is multiplied with. */
  codes: number;
}

const table = {
  ...hiddenTable,
  norm: (argument, given = 'none') => hiddenTable.norm(argument, given),
  genes: wholeNumber,
  codes: wholeNumber,
} satisfies OptionTable<ProjectionCriticOptions>;

/**
 * A critic of pairs of cell and code, [x | y] -> score [cells, 1]: `D(x, y) = a·h(x) + b + y·h(x)`, with
 * features `h(x) = relu(norm(W·mlp(x)))` that have as many dimensions as the code.
 *
 * The code acts only through its inner product with the features. The optimal critic of a conditional Gaussian
 * or categorical model has this form, and it is learned faster than a critic of x and y side by side (for that
 * one, use {@link createMlp} with `genes + codes` inputs and one output).
 *
 * Default: genes -> 128 -> ReLU -> codes, without a norm: with batch norm, the cells of a minibatch would
 * affect each other's scores. For a gradient penalty, the activation must have a right second derivative, see
 * {@link unitGradientPenalty}. The network owns its variables; dispose them with
 * `tf.dispose([...critic.variables])`.
 *
 * @throws RangeError if a size is below 1 or an option is unknown.
 * @see Miyato and Koyama, cGANs with Projection Discriminator, ICLR 2018.
 * @example
 * ```ts
 * const critic = createProjectionCritic({ genes: 2000, codes: 10, hidden: [1024, 512], activation: 'leakyRelu' });
 * critic.apply(tf.concat([x, y], 1), mode); // [cells, 1]
 * ```
 */
export function createProjectionCritic(options: ProjectionCriticOptions): Network {
  const { genes, codes, ...hidden } = readOptions('createProjectionCritic', options, table);
  const { body, normal, head } = allOrNothing(() => ({
    body: createMlp({ ...hidden, inputs: genes, outputs: codes }),
    normal: normLayer(hidden.norm, codes),
    head: linearLayer(codes, 1, hidden.rng, hidden.initial),
  }));
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
