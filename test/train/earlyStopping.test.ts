import { describe, expect, test } from 'vitest';
import { bestEpoch, checkEarlyStopping, shouldStop } from '../../src/train/earlyStopping.js';
import type { EpochRecord } from '../../src/train/epochRecord.js';

/** A history with these validation errors; undefined: an epoch without validation. */
function historyOf(errors: (number | undefined)[]): EpochRecord[] {
  const rest = { epochs: 99, total: 0, terms: {}, weights: {}, noise: 0, learningRates: {}, seconds: 0 };
  return errors.map((error, epoch) => ({
    ...rest,
    epoch,
    ...(error === undefined ? {} : { validation: { total: 0, terms: {}, error } }),
  }));
}

describe('bestEpoch', () => {
  test.each<[string, (number | undefined)[], number, number]>([
    ['the lowest', [5, 3, 4], 0, 1],
    ['the first of equals', [5, 3, 3], 0, 1],
    ['too small a fall does not count', [5, 4.9, 4.8, 3], 1, 3],
    ['small falls that add up do', [5, 4.5, 3.9], 1, 2],
    ['a NaN never does', [5, Number.NaN, 7], 0, 0],
    ['nor does a first NaN', [Number.NaN, 6, 7], 0, 1],
    ['none without validation', [undefined, undefined], 0, -1],
    ['none in an empty history', [], 0, -1],
  ])('%s', (_, errors, minDelta, best) => {
    expect(bestEpoch(historyOf(errors), { minDelta })).toBe(best);
  });
});

describe('shouldStop', () => {
  test('after `patience` epochs without improvement, not before', () => {
    const options = { patience: 2 };
    expect(shouldStop(historyOf([5, 4]), options)).toBe(false);
    expect(shouldStop(historyOf([5, 4, 6]), options)).toBe(false);
    expect(shouldStop(historyOf([5, 4, 6, 6]), options)).toBe(true);
    expect(shouldStop(historyOf([5, 4, 6, 3]), options)).toBe(false);
  });

  test('never before the first epoch', () => {
    expect(shouldStop([], { patience: 1 })).toBe(false);
    expect(shouldStop(historyOf([5]), { patience: 1 })).toBe(false);
    expect(shouldStop(historyOf([5, 5]), { patience: 1 })).toBe(true);
  });

  test('patience is 10 by default', () => {
    const flat = (epochs: number) => historyOf(Array.from({ length: epochs }, () => 1));
    expect(shouldStop(flat(10), {})).toBe(false);
    expect(shouldStop(flat(11), {})).toBe(true);
  });
});

test.each<[object, RegExp]>([
  [{ patience: 0 }, /fit: earlyStopping\.patience: expected a whole number >= 1, received 0/],
  [{ patience: 2.5 }, /patience: .*received 2\.5/],
  [{ minDelta: -1 }, /fit: earlyStopping\.minDelta: .*received -1/],
  [{ patince: 3 }, /fit: earlyStopping: .*'patince'\. Did you mean 'patience'\?/],
])('checkEarlyStopping refuses %o', (options, message) => {
  expect(() => checkEarlyStopping(options)).toThrow(message);
});
