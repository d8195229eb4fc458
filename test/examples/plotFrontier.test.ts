import { expect, test } from 'vitest';
import { toPng } from '../../examples/plot.js';
import { plotFrontier } from '../../examples/plotFrontier.js';

const point = (value: number, batchCorrection: number, bioConservation: number, frontier: boolean) => {
  const total = 0.6 * bioConservation + 0.4 * batchCorrection;
  return { value, batchCorrection, bioConservation, total, seconds: 1, frontier };
};
const points = [point(0, 0.3, 0.8, true), point(30, 0.6, 0.75, true), point(70, 0.5, 0.5, false)];

test('a sweep becomes a picture with every value, the frontier and the knee', () => {
  const svg = plotFrontier({ points, knee: points[1]! }, 'a title');
  for (const text of ['a title', 'knee', '>0<', '>30<', '>70<', 'batchCorrection', 'bioConservation']) {
    expect(svg).toContain(text);
  }
  // Three values and the knee's ring; the one off the frontier isn't filled.
  expect(svg.match(/<circle/g)).toHaveLength(4);
  expect(svg.match(/<circle[^>]* fill="white"/g)).toHaveLength(1);
  expect([...toPng(svg).subarray(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG');
});
