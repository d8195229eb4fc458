import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { statusLine } from '../../src/cli/statusLine.js';
import type { EpochRecord } from '../../src/train/epochRecord.js';

/** A stream that keeps its output; a terminal with this number of columns, or none. */
function streamOf(columns?: number): { stream: NodeJS.WriteStream; written: () => string } {
  let text = '';
  const stream = new Writable({
    write(piece, _encoding, done) {
      text += piece;
      done();
    },
  });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  return { stream: Object.assign(stream, terminal) as unknown as NodeJS.WriteStream, written: () => text };
}

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

function show(epochs: number, columns?: number): string {
  const { stream, written } = streamOf(columns);
  const status = statusLine(stream);
  for (let epoch = 0; epoch < epochs; epoch++) status.epoch(recordOf(epoch, epochs));
  status.end();
  return written();
}

const start = '\u001b[1G';
const clear = '\u001b[0K';

describe('on a terminal', () => {
  test('one line, overwritten at every epoch and cleared at the end', () => {
    const text = show(25, 200);
    expect(text).not.toContain('\n');
    const lines = text.split(start).slice(1);
    expect(lines).toHaveLength(26);
    expect(lines.every((line) => line.endsWith(clear))).toBe(true);
    expect(lines[24]).toBe(`epoch 25/25  0 s left  total 1234.6  reconstruction 1200${clear}`);
    expect(lines[25]).toBe(clear);
  });

  test('cut to its width, so that it never wraps', () => {
    const lines = show(3, 20)
      .split(start)
      .slice(1)
      .map((line) => line.replace(clear, ''));
    expect(lines).toEqual(['epoch 1/3  1 s left', 'epoch 2/3  1 s left', 'epoch 3/3  0 s left', '']);
  });
});

describe('elsewhere', () => {
  test.each([
    [100, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]],
    [3, [1, 2, 3]],
    [13, [2, 4, 6, 8, 10, 12, 13]],
  ])('for %i epochs, about ten plain lines, the last one included', (epochs, shown) => {
    const text = show(epochs);
    expect(text).not.toContain('\u001b');
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => Number(/^epoch (\d+)\//.exec(line)![1]))).toEqual(shown);
    expect(lines.at(-1)).toBe(`epoch ${epochs}/${epochs}  0 s left  total 1234.6  reconstruction 1200`);
  });
});
