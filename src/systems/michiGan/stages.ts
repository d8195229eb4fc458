import type { Scheduled } from '../../schedules/schedule.js';
import { warmUp } from '../../schedules/warmUp.js';

/** Weights that are in force in one of two stages only, 0 in the other. */
export interface Stages {
  first(weight: number): Scheduled;
  second(weight: number): Scheduled;
}

/**
 * Two stages of one run, the second from an epoch on.
 *
 * @param epochs - Epochs of the first stage; below 1 a share of the run.
 */
export function stagesAt(epochs: number): Stages {
  const started = warmUp({ epochs, to: 1 });
  return {
    first: (weight) => (progress) => (started(progress) === 0 ? weight : 0),
    second: (weight) => warmUp({ epochs, to: weight }),
  };
}
