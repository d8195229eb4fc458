import { type OptionTable, readOptions } from '../../check/options.js';
import type { EpochRecord } from '../../train/epochRecord.js';
import { type DrawingKit, drawingKit } from '../picture/drawingKit.js';
import { keyHeight, keyRow } from '../picture/keyRow.js';
import { seriesColours } from '../picture/palette.js';
import type { Picture } from '../picture/picture.js';
import { type PictureOptions, pictureTable } from '../picture/pictureOptions.js';
import { type Part, sheet } from '../picture/sheet.js';
import { legible } from '../picture/svgText.js';
import { shortened } from '../picture/textWidth.js';
import { tickText } from '../picture/tickText.js';
import { checkHistory } from './checkHistory.js';
import { type Chart, type ChartRow, historyCharts } from './historyCharts.js';
import { historyNotes } from './historyText.js';

/** Options of {@link plotHistory}. */
export interface PlotHistoryOptions extends PictureOptions {}

const table = { ...pictureTable } satisfies OptionTable<PlotHistoryOptions>;

const rowHeight = 96;
const axisHeight = 30;
const gap = 12;
/** Of the width that is for the charts on the left. */
const leftShare = 0.58;
/** With fewer epochs, each has a dot: one epoch makes no line. */
const fewEpochs = 12;

interface Frame {
  epochs: readonly number[];
  width: number;
  /** Whether it is the lowest of its column, which has the axis of epochs. */
  last: boolean;
}

function drawChart({ title, lines, empty }: Chart, { epochs, width, last }: Frame, kit: DrawingKit): string {
  const { Plot, draw, theme } = kit;
  const points = lines.flatMap(({ values, colour, dashes }, series) =>
    values.map((value, i) => ({ epoch: epochs[i]!, value, colour, dashes, series })),
  );
  const none = points.every(({ value }) => !Number.isFinite(value));
  const place = { x: 'epoch', y: 'value', stroke: 'colour' } as const;
  const of = (dashed: boolean) => points.filter(({ dashes }) => dashes === dashed);
  return draw({
    ...{ width, height: rowHeight + (last ? axisHeight : 0) },
    ...{ marginLeft: 56, marginRight: 8, marginTop: 22, marginBottom: last ? axisHeight + 8 : 8 },
    x: {
      ...{ domain: [epochs[0]!, Math.max(epochs.at(-1)!, epochs[0]! + 1)], axis: last ? 'bottom' : null },
      ...{
        label: 'epoch',
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: 'd',
        ticks: Math.min(Math.floor(width / 60), epochs.length),
      },
    },
    y: {
      label: null,
      ticks: 3,
      nice: true,
      tickFormat: tickText,
      ...(none ? { axis: null, domain: [0, 1] } : {}),
    },
    color: { type: 'identity' },
    style: { fontSize: '11px' },
    marks: [
      Plot.frame({ stroke: theme.line }),
      Plot.text([shortened(legible(title), width - 64, 12)], {
        ...{ frameAnchor: 'top-left', dy: -16, fontSize: 12, fontWeight: 'bold', fill: theme.text },
      }),
      none ? Plot.text([empty], { frameAnchor: 'middle', fill: theme.muted, fontSize: 12 }) : null,
      Plot.lineY(of(false), { ...place, z: 'series', strokeWidth: 1.8 }),
      Plot.lineY(of(true), { ...place, z: 'series', strokeWidth: 1.8, strokeDasharray: '5 3' }),
      epochs.length < fewEpochs ? Plot.dot(points, { x: 'epoch', y: 'value', fill: 'colour', r: 2 }) : null,
    ],
  });
}

function chartParts(
  rows: readonly ChartRow[],
  epochs: readonly number[],
  width: number,
  kit: DrawingKit,
): Part[] {
  const left = Math.floor((width - gap) * leftShare);
  const lastOf = (side: keyof ChartRow) => rows.findLastIndex((row) => row[side]);
  return rows.flatMap((row, i) =>
    (['left', 'right'] as const).flatMap((side) => {
      const chart = row[side];
      if (!chart) return [];
      const frame = { epochs, width: side === 'left' ? left : width - gap - left, last: i === lastOf(side) };
      return [
        {
          svg: drawChart(chart, frame, kit),
          x: side === 'left' ? 0 : left + gap,
          y: keyHeight + 4 + i * rowHeight,
        },
      ];
    }),
  );
}

/**
 * Draws how a fit went: the total, every term without its weight, the weights, the learning rate and the input noise in force, epoch by
 * epoch. Says in words why the total may rise although the fit goes well: its weights are warming up.
 *
 * Needs the optional package `@observablehq/plot`, and in Node `linkedom`.
 *
 * @param history - `model.history` of any model, or the records that `onEpoch` has heard so far. Losses and weights have no unit.
 * @throws TypeError on something else than a history; RangeError on an empty one or an unknown option; Error (`ZBIO_NO_PEER`) without
 * the packages.
 * @example
 * ```ts
 * const picture = await plotHistory(model.history);
 * await picture.save('history.svg');
 * ```
 */
export async function plotHistory(
  history: readonly EpochRecord[],
  options: PlotHistoryOptions = {},
): Promise<Picture> {
  const {
    title = 'Has the fit settled? The terms should level out',
    theme,
    width,
  } = readOptions('plotHistory', options, table);
  checkHistory('plotHistory: history', history);
  const kit = await drawingKit('plotHistory', theme);
  const rows = historyCharts(history);
  const inner = width - 24;
  const epochs = history.map(({ epoch }) => epoch);
  const parts = chartParts(rows, epochs, inner, kit);
  const held = history.some(({ validation }) => validation);
  const key = keyRow(
    [
      { name: 'training cells', colour: seriesColours.first, as: 'line' },
      ...(held ? [{ name: 'validation cells', colour: seriesColours.accent, as: 'dashes' as const }] : []),
      { name: 'in force', colour: seriesColours.third, as: 'line' },
    ],
    inner,
    kit.theme,
  );
  const height = keyHeight + 4 + rows.length * rowHeight + axisHeight;
  const content = { title, notes: historyNotes(history), parts: [{ svg: key, x: 0, y: 0 }, ...parts] };
  return sheet({ ...content, size: { width: inner, height } }, { theme });
}
