import type { Rng } from '../random/rng.js';
import type { Plan } from './plan.js';

/**
 * Cuts the cells of an epoch into minibatches. It is called once per epoch.
 *
 * The number of minibatches must be the same in every epoch: schedules rely on it.
 *
 * @param rows - The training cells, as rows of the training set.
 * @param plan - Cells per minibatch, and whether an incomplete last one is left out.
 * @param rng - The run's stream for shuffling. All randomness of a sampler must come from it: then a resumed run equals one that
 * never stopped.
 * @returns The rows of each minibatch, at least two cells each.
 */
export type Sampler = (
  rows: Int32Array,
  plan: Pick<Plan, 'batchSize' | 'dropLast'>,
  rng: Rng,
) => Int32Array[];
