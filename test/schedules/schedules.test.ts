import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constantSchedule } from '../../src/schedules/constantSchedule.js';
import { cosineSchedule } from '../../src/schedules/cosineSchedule.js';
import { exponentialSchedule } from '../../src/schedules/exponentialSchedule.js';
import { fadeOut } from '../../src/schedules/fadeOut.js';
import { joinSchedules } from '../../src/schedules/joinSchedules.js';
import { linearSchedule } from '../../src/schedules/linearSchedule.js';
import { type Progress, valueAt } from '../../src/schedules/schedule.js';
import { stepSchedule } from '../../src/schedules/stepSchedule.js';
import { warmUp } from '../../src/schedules/warmUp.js';

const epochs = 10;
const perEpoch = 10;
/** Step `step` of a run of 10 epochs of 10 steps. */
const at = (step: number): Progress => ({
  epoch: Math.floor(step / perEpoch),
  epochs,
  step,
  steps: epochs * perEpoch,
});
const first = at(0);
const last = at(99);

describe('schedules', () => {
  test('a number is its own value, a schedule is called', () => {
    expect(valueAt(0.3, first)).toBe(0.3);
    expect(valueAt(constantSchedule(2), last)).toBe(2);
  });

  test.each([
    ['linear', linearSchedule({ from: 0.1, to: 0.02 })],
    ['cosine', cosineSchedule({ from: 0.1, to: 0.02 })],
    ['exponential', exponentialSchedule({ from: 0.1, to: 0.02 })],
  ])('%s starts at from and ends at to, exactly', (_, schedule) => {
    expect(schedule(first)).toBeCloseTo(0.1, 12);
    expect(schedule(last)).toBeCloseTo(0.02, 12);
  });

  test('half way, the values are the mean, the mean and the geometric mean', () => {
    const middle = { ...first, step: 49.5 };
    expect(linearSchedule({ from: 1, to: 3 })(middle)).toBeCloseTo(2, 12);
    expect(cosineSchedule({ from: 1, to: 3 })(middle)).toBeCloseTo(2, 12);
    expect(exponentialSchedule({ from: 1, to: 4 })(middle)).toBeCloseTo(2, 12);
  });

  test('every range schedule stays between its ends and is monotone', () => {
    const makers = [linearSchedule, cosineSchedule, exponentialSchedule];
    const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(positive, positive, fc.double({ min: 0.05, max: 1, noNaN: true }), (from, to, until) => {
        for (const make of makers) {
          const values = Array.from({ length: 100 }, (_, step) => make({ from, to, until })(at(step)));
          values.forEach((value, i) => {
            const slack = 1e-9 * Math.max(from, to);
            expect(value).toBeGreaterThanOrEqual(Math.min(from, to) - slack);
            expect(value).toBeLessThanOrEqual(Math.max(from, to) + slack);
            if (i > 0) expect(Math.sign(to - from) * (value - values[i - 1]!)).toBeGreaterThanOrEqual(-slack);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  test('until: the final value is reached early and kept', () => {
    const schedule = linearSchedule({ from: 0, to: 1, until: 0.3 });
    expect(schedule(at(30))).toBe(1);
    expect(schedule(last)).toBe(1);
    expect(schedule(at(15))).toBeCloseTo(15 / 99 / 0.3, 12);
  });

  test('warmUp waits, then rises, in epochs or shares of the run', () => {
    const inEpochs = [0, 1, 2, 3, 4, 5].map((epoch) =>
      warmUp({ epochs: 2, ramp: 2, to: 10 })(at(epoch * perEpoch)),
    );
    expect(inEpochs).toEqual([0, 0, 5, 10, 10, 10]);
    const inShares = [0, 1, 2, 3, 4, 5].map((epoch) =>
      warmUp({ epochs: 0.2, ramp: 0.2, to: 10 })(at(epoch * perEpoch)),
    );
    expect(inShares).toEqual(inEpochs);
    expect(warmUp({ epochs: 1, to: fadeOut(4) })(at(50))).toBe(2);
  });

  test('stepSchedule falls by a factor, fadeOut linearly', () => {
    const stairs = stepSchedule({ from: 1, factor: 0.5, every: 3 });
    expect([0, 2, 3, 6].map((epoch) => stairs(at(epoch * perEpoch)))).toEqual([1, 1, 0.5, 0.25]);
    expect(fadeOut()(at(0))).toBe(1);
    expect(fadeOut()(at(70))).toBeCloseTo(0.3, 12);
  });

  test('joinSchedules gives each part its own run', () => {
    const cycle = joinSchedules(
      [linearSchedule({ from: 1, to: 2 }), cosineSchedule({ from: 2, to: 0 })],
      [0.3],
    );
    expect(cycle(at(0))).toBe(1);
    expect(cycle(at(29))).toBe(2);
    expect(cycle(at(30))).toBe(2);
    expect(cycle(last)).toBeCloseTo(0, 12);
    expect(joinSchedules([7, stepSchedule({ from: 1, every: 2 })], [0.5])(at(70))).toBeCloseTo(0.1, 12);
  });

  test('errors name bad options', () => {
    expect(() => linearSchedule({ from: 0, until: 1 } as never)).toThrow(
      /linearSchedule: to: expected a finite number/,
    );
    expect(() => linearSchedule({ from: 0, to: 1, untl: 1 } as never)).toThrow(
      /unknown option 'untl'.*'until'/,
    );
    expect(() => exponentialSchedule({ from: 0, to: 1 })).toThrow(/exponentialSchedule: from/);
    expect(() => stepSchedule({ from: 1, every: 0 })).toThrow(/whole number >= 1/);
    expect(() => warmUp({ epochs: -1, to: 1 })).toThrow(/warmUp: epochs/);
    expect(() => joinSchedules([1, 2], [])).toThrow(/joinSchedules: boundaries/);
    expect(() => constantSchedule(Number.NaN)).toThrow(/constantSchedule/);
  });
});
