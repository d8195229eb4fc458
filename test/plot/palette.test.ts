import { expect, test } from 'vitest';
import { coloursFor, hues, mostColours } from '../../src/plot/picture/palette.js';
import { themes } from '../../src/plot/picture/themes.js';

type Triple = readonly [number, number, number];
type Rows = readonly [Triple, Triple, Triple];
const times = (rows: Rows, v: Triple): Triple =>
  rows.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Triple;

/** What is seen of linear red, green and blue (Machado, Oliveira and Fernandes, 2009, full severity). */
const vision: Readonly<Record<string, Rows>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(colour: string): Triple {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  return parts.map((c) => (c > 0.04045 ? ((c + 0.055) / 1.055) ** 2.4 : c / 12.92)) as unknown as Triple;
}

/** OKLab (Ottosson, 2020): distances are about as large as differences look. */
function lab(rgb: Triple): Triple {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((c) => Math.max(0, c)) as unknown as Triple,
  ).map(Math.cbrt) as unknown as Triple;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

const distance = (a: Triple, b: Triple) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** The least distance between two of some colours, as each kind of eye sees them. */
function leastDistance(colours: readonly string[], eye: Rows): number {
  const seen = colours.map((colour) => lab(times(eye, linear(colour))));
  return Math.min(...seen.flatMap((a, i) => seen.slice(0, i).map((b) => distance(a, b))));
}

test.each(Object.keys(vision))('the hues can be told apart: %s', (eye) => {
  expect(leastDistance(coloursFor(hues), vision[eye]!)).toBeGreaterThan(0.06);
});

test('all colours differ, and none is that of the background or of what is missing', () => {
  for (const theme of ['light', 'dark'] as const) {
    const { background, missing } = themes[theme];
    const all = [...coloursFor(mostColours, theme), background, missing];
    expect(leastDistance(all, vision['normal']!)).toBeGreaterThan(0.04);
  }
});
