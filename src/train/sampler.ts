import type { Rng } from '../random/rng.js';
import type { Plan } from './plan.js';

/**
 * How an epoch's cells are cut into minibatches.
 *
 * Each call is one epoch. The number of minibatches must not differ from epoch to epoch: schedules count on it.
 *
 * @param rows - The training cells, as rows of the training set.
 * @param plan - Cells a minibatch, and whether an incomplete last one is left out.
 * @param rng - The run's stream for shuffling: all randomness of a sampler comes from it, which is what makes a resumed run
 * equal to one that never stopped.
 * @returns The rows of each minibatch, at least two cells each.
 */
export type Sampler = (
  rows: Int32Array,
  plan: Pick<Plan, 'batchSize' | 'dropLast'>,
  rng: Rng,
) => Int32Array[];
