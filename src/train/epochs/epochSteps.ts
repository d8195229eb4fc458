import { badValue } from '../../check/errors.js';
import type { Progress } from '../../schedules/schedule.js';
import { weightsAt } from '../objective.js';
import type { Plan } from '../plan.js';
import type { Run } from '../run.js';

/** One step of an epoch. */
export interface EpochStep {
  /** The cells of its minibatch, as rows of the training set. */
  part: Int32Array;
  progress: Progress;
}

const noMinibatch = (cells: number): RangeError =>
  badValue({
    argument: 'fit',
    expected: 'a sampler that makes at least one minibatch per epoch',
    received: `none of ${cells} cells`,
    next: 'Check that its groups are neither empty nor too small for pairs.',
  });

/** The steps of the next epoch. Draws from the stream that shuffles the cells. */
export function epochSteps(run: Run, rows: Int32Array, plan: Plan): EpochStep[] {
  const parts = run.sampler(rows, plan, run.streams.shuffle);
  if (parts.length === 0) throw noMinibatch(rows.length);
  return parts.map((part, i) => ({
    part,
    progress: {
      epoch: run.epoch,
      epochs: plan.epochs,
      step: run.epoch * parts.length + i,
      steps: plan.epochs * parts.length,
    },
  }));
}

/** A phase at a step. */
export interface DuePhase {
  /** Which of the run's phases. */
  phase: number;
  /** The weight of each of its terms. */
  weights: number[];
  /** Whether all weights are 0, so that nothing moves: tfjs would throw on a loss that depends on no variable. */
  idle: boolean;
}

/** The phases that run at a step. */
export function duePhases({ phases }: Run, progress: Progress): DuePhase[] {
  return phases.flatMap(({ terms, every }, phase) => {
    if (progress.step % every !== 0) return [];
    const weights = weightsAt(terms, progress);
    return [{ phase, weights, idle: weights.every((weight) => weight === 0) }];
  });
}
