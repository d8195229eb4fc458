import { anObject } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { checkList, checkNumbers } from './checkNumbers.js';
import { type DrawingKit, drawingKit } from './picture/drawingKit.js';
import { keyHeight, keyRow } from './picture/keyRow.js';
import { seriesColours } from './picture/palette.js';
import type { Picture } from './picture/picture.js';
import { type PictureOptions, pictureTable } from './picture/pictureOptions.js';
import { sheet } from './picture/sheet.js';
import { legible } from './picture/svgText.js';
import { shortened, textWidth } from './picture/textWidth.js';

/** The scores of one value of a sweep; points of {@link sweep} are such. */
export interface FrontierPoint {
  /** The value of the grid. */
  value: unknown;
  /** How well batches are mixed, 0 to 1. */
  batchCorrection: number;
  /** How well biology is kept, 0 to 1. */
  bioConservation: number;
  /** Whether no other value is better in one score and as good in the other. */
  frontier: boolean;
}

/** Options of {@link plotFrontier}. */
export interface PlotFrontierOptions extends PictureOptions {}

const table = {
  ...pictureTable,
  width: (argument, given = 620) => pictureTable.width(argument, given),
} satisfies OptionTable<PlotFrontierOptions>;

const height = 400;
const place = { x: 'batchCorrection', y: 'bioConservation' } as const;

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '…';
  }
}

function checkPoint(argument: string, point: unknown): void {
  checkNumbers(argument, point, ['batchCorrection', 'bioConservation'], 'a point of a sweep');
}

function drawPoints(
  points: readonly FrontierPoint[],
  knee: FrontierPoint,
  width: number,
  kit: DrawingKit,
): string {
  const { Plot, draw, theme } = kit;
  const drawn = points.filter((point) => Number.isFinite(point.batchCorrection + point.bioConservation));
  const front = drawn
    .filter(({ frontier }) => frontier)
    .sort((a, b) => a.batchCorrection - b.batchCorrection);
  const names = drawn.map(({ value }) => shortened(legible(nameOf(value)), 120, 12));
  const words = { ...place, fontSize: 12, stroke: theme.background, strokeWidth: 4 } as const;
  const axis = { labelAnchor: 'center', labelArrow: 'none', ticks: 5, nice: true } as const;
  return draw({
    ...{ width, height, margin: 56, marginTop: 8, marginRight: 16, marginBottom: 42, inset: 30 },
    // Names stand to the right of their dots.
    insetRight: 22 + Math.max(0, ...names.map((name) => textWidth(name, 12))),
    x: { ...axis, label: 'batches mixed (batchCorrection, 1 is best)' },
    y: { ...axis, label: 'biology kept (bioConservation, 1 is best)' },
    color: { type: 'identity' },
    style: { fontSize: '11px' },
    marks: [
      Plot.frame({ stroke: theme.line }),
      Plot.line(front, { ...place, stroke: theme.muted, strokeWidth: 1.5 }),
      Plot.dot([knee], { ...place, r: 10, stroke: seriesColours.accent, strokeWidth: 2 }),
      Plot.dot(drawn, {
        ...{ ...place, r: 5, stroke: seriesColours.first, strokeWidth: 1.5 },
        fill: ({ frontier }) => (frontier ? seriesColours.first : theme.background),
      }),
      Plot.text(drawn, {
        ...{ ...words, dx: 12, dy: -8, textAnchor: 'start', fill: theme.text },
        text: (_, i) => names[i],
      }),
    ],
  });
}

/**
 * Draws how each value of a sweep trades batch removal against biology kept. Values on the frontier are filled and joined: none is
 * better in one score and as good in the other. The knee, beyond which a gain in one score costs most in the other, has a ring.
 *
 * Needs the optional package `@observablehq/plot`, and in Node `linkedom`.
 *
 * @param sweep - The result of {@link sweep}.
 * @throws TypeError on something else; RangeError without points or on an unknown option; Error (`ZBIO_NO_PEER`) without the packages.
 * @example
 * ```ts
 * const picture = await plotFrontier(await sweep({ x, batch, labels, model }, [0, 10, 100]), { title: 'Weight of the batch term' });
 * ```
 */
export async function plotFrontier(
  sweep: { points: readonly FrontierPoint[]; knee: FrontierPoint },
  options: PlotFrontierOptions = {},
): Promise<Picture> {
  const { title, theme, width } = readOptions('plotFrontier', options, table);
  anObject('plotFrontier: sweep', sweep, 'the result of sweep');
  const { points, knee } = sweep;
  checkList('plotFrontier: sweep.points', points, 'a list of points');
  for (const [i, point] of points.entries()) checkPoint(`plotFrontier: sweep.points[${i}]`, point);
  checkPoint('plotFrontier: sweep.knee', knee);
  if (points.length === 0) {
    throw badValue({
      argument: 'plotFrontier: sweep.points',
      expected: 'at least one point',
      received: 'none',
    });
  }
  const kit = await drawingKit('plotFrontier', theme);
  const inner = width - 24;
  const key = [
    { name: 'on the frontier', colour: seriesColours.first },
    { name: 'beaten by another', colour: seriesColours.first, as: 'ring' },
    { name: 'knee', colour: seriesColours.accent, as: 'ring' },
  ] as const;
  const parts = [
    { svg: keyRow(key, inner, kit.theme), x: 0, y: 0 },
    { svg: drawPoints(points, knee, inner, kit), x: 0, y: keyHeight + 6 },
  ];
  const notes = [
    `Up and right is better. The knee is ${nameOf(knee.value)}: beyond it, a gain in one score costs most.`,
  ];
  const size = { width: inner, height: keyHeight + 6 + height };
  return sheet(
    { title: title ?? 'Which value mixes batches and keeps biology?', notes, parts, size },
    { theme },
  );
}
