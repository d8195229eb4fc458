import { rejectUnknown } from '../../check/checks.js';
import { joinSchedules } from '../../schedules/joinSchedules.js';
import { linearSchedule } from '../../schedules/linearSchedule.js';
import type { Scheduled } from '../../schedules/schedule.js';
import { warmUp } from '../../schedules/warmUp.js';
import { batchClassifier } from './batchClassifier.js';
import { batchDependence } from './batchDependence.js';
import { conditionalBatchDependence } from './conditionalBatchDependence.js';
import type { LossTerm } from './forwardPass.js';
import { klStandardNormal } from './klStandardNormal.js';
import { reconstruction } from './reconstruction.js';

/** Weights of {@link defaultTerms}; 0 leaves a term out. */
export interface DefaultTermsOptions {
  /** Of the scaled reconstruction; default 1. */
  reconstruction?: Scheduled;
  /** Of the batch classifier on z_nio; default 1. */
  batchClassifier?: Scheduled;
  /** Of KL(z_bio); default 0 -> 1 over the first 30 % of steps. */
  klBio?: Scheduled;
  /** Of KL(z_nio); default 0.1. */
  klNio?: Scheduled;
  /** Of the kernel dependence of z_bio on the batch, after warm-up; default 100, which falls to 0 from 20 % to 40 % of the steps. */
  batchDependenceRbf?: Scheduled;
  /** Of the linear dependence of z_bio on the batch, after warm-up; default 30. */
  batchDependenceLinear?: Scheduled;
  /** Of the kernel dependence within neighbourhoods of z_bio, after warm-up; default 100. */
  batchDependenceLocal?: Scheduled;
}

const names = [
  'reconstruction',
  'batchClassifier',
  'klBio',
  'klNio',
  'batchDependenceRbf',
  'batchDependenceLinear',
  'batchDependenceLocal',
];

/** Nothing for the first tenth of the epochs, full strength after the second. */
const afterWarmUp = (to: Scheduled): Scheduled => warmUp({ epochs: 0.1, ramp: 0.1, to });

/** Brings batches together as a whole while the latent takes shape, then leaves them to the local term. */
const givingWay = joinSchedules([100, linearSchedule({ from: 100, to: 0 }), 0], [0.2, 0.4]);

/**
 * The terms of the default recipe: append to the list, or replace in it.
 *
 * L = rec + CE(classifier(z_nio), batch) + β(t)·KL(z_bio) + 0.1·KL(z_nio)
 *   + r(t)·[s(t)·100·D(z_bio, batch) + 30·A(z_bio, batch) + 100·D(z_bio, batch | neighbourhood)]
 *
 * r rises from 0 to 1 between 10 % and 20 % of the epochs, β over the first 30 % of the steps; s falls from 1 to 0 between 20 % and
 * 40 %: independence as a whole would ask types that batches hold in different shares to mix ({@link conditionalBatchDependence}).
 *
 * @throws RangeError on an unknown option.
 * @example
 * ```ts
 * new DisentangledAE({ terms: [...defaultTerms({ batchDependenceLocal: 30 }), disentangle({ measure: 'hsic' })] });
 * ```
 */
export function defaultTerms(options: DefaultTermsOptions = {}): LossTerm[] {
  rejectUnknown('defaultTerms', options, names);
  const { klBio = linearSchedule({ from: 0, to: 1, until: 0.3 }), klNio = 0.1 } = options;
  const { batchDependenceRbf = givingWay, batchDependenceLinear = 30, batchDependenceLocal = 100 } = options;
  const terms = [
    reconstruction({ weight: options.reconstruction ?? 1 }),
    batchClassifier({ weight: options.batchClassifier ?? 1 }),
    klStandardNormal({ on: 'bio', weight: klBio }),
    klStandardNormal({ on: 'nio', weight: klNio }),
    batchDependence({ kernel: 'rbf', weight: afterWarmUp(batchDependenceRbf) }),
    batchDependence({ kernel: 'linear', weight: afterWarmUp(batchDependenceLinear) }),
    conditionalBatchDependence({ weight: afterWarmUp(batchDependenceLocal) }),
  ];
  return terms.filter((term) => options[term.name as keyof DefaultTermsOptions] !== 0);
}
