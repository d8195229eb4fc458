import type { Progress } from '../../schedules/schedule.js';
import type { EpochRecord } from '../epochRecord.js';
import type { TrainingSet } from '../minibatch.js';
import type { Plan } from '../plan.js';
import type { Run } from '../run.js';
import type { Stepper } from '../steppers/stepper.js';
import type { FaultPlace } from './numberFault.js';
import type { RowSplit } from './splitRows.js';

/** How the caller of an epoch follows and stops it. */
export interface EpochOptions {
  /** Asked before every minibatch. */
  signal?: Pick<AbortSignal, 'throwIfAborted'> | undefined;
  /** Called after every minibatch. */
  onStep?: ((progress: Progress) => void) | undefined;
  /** Called with a loss that is finite, but so large that something must be wrong. */
  onHugeLoss?: ((name: string, value: number, place: FaultPlace) => void) | undefined;
}

/** Everything that training needs: the run and what it trains on. */
export interface TrainingJob extends EpochOptions {
  run: Run;
  set: TrainingSet;
  /** Runs steps on `set`. */
  stepper: Stepper;
  rows: RowSplit;
  plan: Plan;
  seed: number | string;
  /** Records of the epochs already done (when resuming); new ones are appended. */
  history: EpochRecord[];
  /** How often the run may go on with half the learning rate after a fault; default 0. */
  retries?: number;
  /** Receives warnings. */
  onWarning?: ((message: string) => void) | undefined;
  /** For messages: names of the genes, and whether x was log-normalised after it was given. */
  cells?: { genes?: readonly string[] | undefined; logNormalised: boolean };
}
