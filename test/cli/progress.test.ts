import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { duration, type Progress, showProgress } from '../../src/cli/shell/progress.js';
import { trainingProgress } from '../../src/cli/shell/trainingProgress.js';
import type { EpochRecord } from '../../src/train/epochRecord.js';

/** Progress on a stream that keeps its output, with a clock that is set by hand; a terminal with this number of columns, or none. */
function shown(columns?: number): { progress: Progress; text: () => string; wait: (ms: number) => void } {
  let [text, time] = ['', 0];
  const stream = new Writable({
    write(piece, _encoding, done) {
      text += piece;
      done();
    },
  });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const progress = showProgress(Object.assign(stream, terminal) as never, () => time);
  return {
    progress,
    text: () => text,
    wait: (ms) => {
      time += ms;
    },
  };
}

const start = '\u001b[1G';
const clear = '\u001b[0K';

test.each([
  [0.2, '1 s'],
  [119, '119 s'],
  [600, '10 min'],
  [9000, '2.5 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

describe('on a terminal', () => {
  test('a job is shown after two seconds, on one line that is overwritten and cleared', () => {
    const { progress, text, wait } = shown(200);
    const job = progress.job();
    wait(1900);
    job.at(0.1, () => 'too early');
    expect(text()).toBe('');
    wait(100);
    job.at(0.5, () => '5 of 10');
    job.at(0.6, () => 'too soon');
    wait(2000);
    job.at(0.8, () => '8 of 10');
    progress.line('done');
    const whole = '\u001b[2K';
    const first = `${start}1 s left  5 of 10${clear}`;
    expect(text()).toBe(`${first}${start}1 s left  8 of 10${clear}${start}${whole}done\n`);
    job.end();
    expect(text().endsWith('done\n')).toBe(true);
  });

  test('a state is cut to the width, so that it never wraps; the time comes first', () => {
    const { progress, text, wait } = shown(20);
    const job = progress.job();
    wait(3000);
    job.at(0.5, () => 'a description that is too long');
    expect(text()).toBe(`${start}3 s left  a descrip${clear}`);
  });
});

test('elsewhere, states are plain lines: after five seconds, then ever more rarely', () => {
  const { progress, text, wait } = shown();
  const job = progress.job();
  const times: number[] = [];
  for (let second = 1; second <= 200; second++) {
    wait(1000);
    const before = text().length;
    job.at(second / 200, () => `${second} of 200`);
    if (text().length > before) times.push(second);
  }
  expect(text()).not.toContain('\u001b');
  expect(text().split('\n')[0]).toBe('195 s left  5 of 200'.replace('195 s', '3 min'));
  expect(times.slice(0, 5)).toEqual([5, 10, 15, 20, 25]);
  expect(times.length).toBeLessThan(25);
});

describe('training', () => {
  const recordOf = (epoch: number, epochs: number): EpochRecord => ({
    epoch,
    epochs,
    total: 1234.5678,
    terms: { reconstruction: 1200.123, klBio: Number.NaN },
    weights: { reconstruction: 1, klBio: 0 },
    noise: 0,
    learningRates: {},
    seconds: 0.1,
  });

  test.each([
    [100, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]],
    [3, [1, 2, 3]],
    [13, [2, 4, 6, 8, 10, 12, 13]],
  ])('elsewhere: for %i epochs, about ten plain lines, the last one included', (epochs, expected) => {
    const { progress, text } = shown();
    const training = trainingProgress(progress);
    for (let epoch = 0; epoch < epochs; epoch++) training.onEpoch(recordOf(epoch, epochs));
    training.end();
    const lines = text().trimEnd().split('\n');
    expect(lines.map((line) => Number(/^epoch (\d+)\//.exec(line)![1]))).toEqual(expected);
    expect(lines.at(-1)).toBe(`epoch ${epochs}/${epochs}  0 s left  total 1234.6  reconstruction 1200`);
  });

  test('on a terminal: the step within the epoch and the latest losses', () => {
    const { progress, text, wait } = shown(200);
    const training = trainingProgress(progress);
    training.onEpoch(recordOf(0, 4));
    expect(text()).toBe('');
    wait(3000);
    training.onStep({ epoch: 1, epochs: 4, step: 1999, steps: 8000 });
    training.onStep({ epoch: 1, epochs: 4, step: 2000, steps: 8000 });
    expect(text()).toBe(
      `${start}9 s left  epoch 2/4  step 2,000/2,000  total 1234.6  reconstruction 1200${clear}`,
    );
  });
});
