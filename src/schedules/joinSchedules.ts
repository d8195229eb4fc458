import { badType, badValue } from '../check/errors.js';
import { listed } from '../check/quoted.js';
import { shown } from '../check/values.js';
import { type Progress, type Schedule, type Scheduled, scheduled, valueAt } from './schedule.js';

const part = (total: number, from: number, to: number): [start: number, length: number] => {
  const start = Math.round(total * from);
  return [start, Math.max(1, Math.round(total * to) - start)];
};

function within(progress: Progress, from: number, to: number): Progress {
  const [firstStep, steps] = part(progress.steps, from, to);
  const [firstEpoch, epochs] = part(progress.epochs, from, to);
  const epoch = Math.min(epochs - 1, Math.max(0, progress.epoch - firstEpoch));
  return { epoch, epochs, step: progress.step - firstStep, steps };
}

/** The ends of all parts, from 0 to 1. */
function checkedEdges(schedules: readonly Scheduled[], boundaries: readonly number[]): number[] {
  const argument = 'joinSchedules: boundaries';
  if (!Array.isArray(schedules)) {
    const expected = 'a list of numbers and schedules';
    throw badType({ argument: 'joinSchedules: schedules', expected, received: shown(schedules) });
  }
  for (const each of schedules) scheduled('joinSchedules: schedules', each);
  if (!Array.isArray(boundaries))
    throw badType({ argument, expected: 'a list of shares', received: shown(boundaries) });
  const edges = [0, ...boundaries, 1];
  const ascending = edges.every((edge, i) => i === 0 || edge > edges[i - 1]!);
  const numbers = boundaries.every((edge) => typeof edge === 'number');
  if (numbers && ascending && schedules.length === boundaries.length + 1) return edges;
  const expected = `${schedules.length - 1} ascending shares between 0 and 1`;
  throw badValue({ argument, expected, received: `[${listed(boundaries.map(shown))}]` });
}

/**
 * Runs schedules one after the other. Each schedule sees only its own part of the run, which starts at 0.
 *
 * @param schedules - Numbers or schedules, in order.
 * @param boundaries - Shares of the run in (0, 1), ascending, at which the next schedule begins; one fewer than
 * schedules.
 * @throws RangeError if the boundaries aren't ascending shares, or their number is wrong.
 * @example
 * ```ts
 * // one-cycle learning rate
 * joinSchedules([linearSchedule({ from: 1e-4, to: 2e-3 }), cosineSchedule({ from: 2e-3, to: 1e-4 })], [0.3]);
 * ```
 */
export function joinSchedules(schedules: readonly Scheduled[], boundaries: readonly number[]): Schedule {
  const edges = checkedEdges(schedules, boundaries);
  return (progress) => {
    const at = boundaries.filter((edge) => progress.step >= Math.round(progress.steps * edge)).length;
    return valueAt(schedules[at]!, within(progress, edges[at]!, edges[at + 1]!));
  };
}
