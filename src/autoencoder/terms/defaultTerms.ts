import { type OptionTable, readOptions } from '../../check/options.js';
import { joinSchedules } from '../../schedules/joinSchedules.js';
import { linearSchedule } from '../../schedules/linearSchedule.js';
import { type Scheduled, scheduled } from '../../schedules/schedule.js';
import { warmUp } from '../../schedules/warmUp.js';
import { batchClassifier } from './batchClassifier.js';
import { batchDependence } from './batchDependence.js';
import { conditionalBatchDependence } from './conditionalBatchDependence.js';
import type { LossTerm } from './forwardPass.js';
import { klStandardNormal } from './klStandardNormal.js';
import { reconstruction } from './reconstruction.js';

/** Weights of {@link defaultTerms}, numbers or schedules; 0 leaves a term out. */
export interface DefaultTermsOptions {
  /** Weight of the scaled reconstruction; default 1. */
  reconstruction?: Scheduled;
  /** Weight of the batch classifier on z_nio; default 1. */
  batchClassifier?: Scheduled;
  /** Weight of KL(z_bio); default 0 -> 1 over the first 30 % of the steps. */
  klBio?: Scheduled;
  /** Weight of KL(z_nio); default 0.1. */
  klNio?: Scheduled;
  /**
   * Weight of the kernel dependence of z_bio on the batch, after warm-up; default 100, which falls to 0 from 20 % to 40 % of
   * the steps.
   */
  batchDependenceRbf?: Scheduled;
  /** Weight of the linear dependence of z_bio on the batch, after warm-up; default 30. */
  batchDependenceLinear?: Scheduled;
  /** Weight of {@link conditionalBatchDependence} within neighbourhoods of z_bio, after warm-up; default 100. */
  batchDependenceLocal?: Scheduled;
}

/** 0 for the first tenth of the epochs, full strength from the end of the second tenth. */
const afterWarmUp = (to: Scheduled): Scheduled => warmUp({ epochs: 0.1, ramp: 0.1, to });

/** Brings whole batches together while the latent takes shape, then leaves them to the local term. */
const givingWay = (): Scheduled => joinSchedules([100, linearSchedule({ from: 100, to: 0 }), 0], [0.2, 0.4]);

const table = {
  reconstruction: (argument, given = 1) => scheduled(argument, given),
  batchClassifier: (argument, given = 1) => scheduled(argument, given),
  klBio: (argument, given = linearSchedule({ from: 0, to: 1, until: 0.3 })) => scheduled(argument, given),
  klNio: (argument, given = 0.1) => scheduled(argument, given),
  batchDependenceRbf: (argument, given = givingWay()) => scheduled(argument, given),
  batchDependenceLinear: (argument, given = 30) => scheduled(argument, given),
  batchDependenceLocal: (argument, given = 100) => scheduled(argument, given),
} satisfies OptionTable<DefaultTermsOptions>;

/**
 * Makes the terms of the default recipe. Append to the list, or replace terms in it.
 *
 * L = rec + CE(classifier(z_nio), batch) + β(t)·KL(z_bio) + 0.1·KL(z_nio)
 *   + r(t)·[s(t)·100·D(z_bio, batch) + 30·A(z_bio, batch) + 100·D(z_bio, batch | neighbourhood)]
 *
 * r rises from 0 to 1 between 10 % and 20 % of the epochs, β over the first 30 % of the steps; s falls from 1 to 0 between 20 %
 * and 40 %, since full independence would mix types that batches hold in different shares ({@link conditionalBatchDependence}).
 *
 * @throws RangeError on an unknown option.
 * @example
 * ```ts
 * new DisentangledAE({ terms: [...defaultTerms({ batchDependenceLocal: 30 }), disentangle({ measure: 'hsic' })] });
 * ```
 */
export function defaultTerms(options: DefaultTermsOptions = {}): LossTerm[] {
  const weights = readOptions('defaultTerms', options, table);
  const terms = [
    reconstruction({ weight: weights.reconstruction }),
    batchClassifier({ weight: weights.batchClassifier }),
    klStandardNormal({ on: 'bio', weight: weights.klBio }),
    klStandardNormal({ on: 'nio', weight: weights.klNio }),
    batchDependence({ kernel: 'rbf', weight: afterWarmUp(weights.batchDependenceRbf) }),
    batchDependence({ kernel: 'linear', weight: afterWarmUp(weights.batchDependenceLinear) }),
    conditionalBatchDependence({ weight: afterWarmUp(weights.batchDependenceLocal) }),
  ];
  return terms.filter((term) => weights[term.name as keyof DefaultTermsOptions] !== 0);
}
