import { anObject } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { metricNames } from '../metrics/integration/formatIntegration.js';
import type { IntegrationMetrics } from '../metrics/integration/integrationMetrics.js';
import { checkNumbers } from './checkNumbers.js';
import { type DrawingKit, drawingKit } from './picture/drawingKit.js';
import { seriesColours } from './picture/palette.js';
import type { Picture } from './picture/picture.js';
import { type PictureOptions, pictureTable } from './picture/pictureOptions.js';
import { sheet } from './picture/sheet.js';
import { legible } from './picture/svgText.js';
import { shortened } from './picture/textWidth.js';

/** Options of {@link plotMetrics}. */
export interface PlotMetricsOptions extends PictureOptions {}

const table = { ...pictureTable } satisfies OptionTable<PlotMetricsOptions>;

type Metric = keyof typeof metricNames;

/** The metrics of a half, its mean last. */
const halves: readonly { title: string; colour: string; metrics: readonly Metric[] }[] = [
  {
    title: 'biology kept',
    colour: seriesColours.third,
    metrics: ['isolatedLabels', 'kmeansNmi', 'kmeansAri', 'silhouetteLabel', 'cLisi', 'bioConservation'],
  },
  {
    title: 'batches mixed',
    colour: seriesColours.first,
    metrics: ['bras', 'iLisi', 'kBet', 'graphConnectivity', 'pcrComparison', 'batchCorrection'],
  },
  { title: '0.6 · biology + 0.4 · batch', colour: seriesColours.second, metrics: ['total'] },
];
const means: readonly Metric[] = ['bioConservation', 'batchCorrection', 'total'];

const [rowHeight, headHeight, nameWidth] = [22, 26, 150];

type Named = readonly (readonly [name: string, metrics: IntegrationMetrics])[];

const isMetrics = (value: object): value is IntegrationMetrics => 'batchCorrection' in value;

function checkMetrics(argument: string, metrics: IntegrationMetrics): void {
  anObject(argument, metrics, 'the result of integrationMetrics');
  const present = (Object.keys(metricNames) as Metric[]).filter((name) => metrics[name] !== undefined);
  checkNumbers(argument, metrics, [...present, 'batchCorrection'], 'the result of integrationMetrics');
  if (metrics.sampled === undefined) return;
  anObject(`${argument}.sampled`, metrics.sampled, 'cells, samples and standardError');
  const errors: unknown = metrics.sampled.standardError;
  anObject(`${argument}.sampled.standardError`, errors, 'numbers by name');
  checkNumbers(`${argument}.sampled.standardError`, errors, Object.keys(errors), 'numbers by name');
}

function namedMetrics(given: IntegrationMetrics | Readonly<Record<string, IntegrationMetrics>>): Named {
  const argument = 'plotMetrics: metrics';
  anObject(argument, given, 'the result of integrationMetrics, or several by name');
  const named: Named = isMetrics(given) ? [['', given]] : Object.entries(given);
  for (const [name, metrics] of named) checkMetrics(name === '' ? argument : `${argument}.${name}`, metrics);
  if (named.length > 0) return named;
  throw badValue({ argument, expected: 'at least one result', received: 'none' });
}

interface Row {
  label: string;
  colour: string;
  /** Whether the row sums up those above it. */
  mean: boolean;
  metric?: Metric;
}

/** Headings and metrics, from top to bottom; metrics that no result has are left out. */
function rowsOf(named: Named): Row[] {
  const has = (metric: Metric) => named.some(([, metrics]) => metrics[metric] !== undefined);
  return halves.flatMap(({ title, colour, metrics }) => {
    const found = metrics.filter(has);
    if (found.length === 0) return [];
    const head = { label: title, colour, mean: false };
    return [
      head,
      ...found.map((metric) => ({
        label: metricNames[metric],
        colour,
        mean: means.includes(metric),
        metric,
      })),
    ];
  });
}

/** A score as text, with its standard error if it is a mean over samples. */
function scoreText(metric: Metric, metrics: IntegrationMetrics): string {
  const value = metrics[metric]!;
  if (Number.isNaN(value)) return 'undefined';
  const error = metrics.sampled?.standardError[metric];
  return `${value.toFixed(2)}${error === undefined ? '' : ` ± ${error.toFixed(2)}`}`;
}

function drawTable(named: Named, rows: readonly Row[], width: number, kit: DrawingKit): string {
  const { Plot, draw, theme } = kit;
  const cells = named.flatMap(([name, metrics], column) =>
    rows.flatMap(({ metric, colour, mean }, row) => {
      if (!metric || metrics[metric] === undefined) return [];
      const value = Math.min(1, Math.max(0, metrics[metric] || 0));
      return [{ name, left: column + 0.03, value, row, colour, mean, text: scoreText(metric, metrics) }];
    }),
  );
  const height = rows.length * rowHeight;
  const columnWidth = (width - nameWidth) / named.length;
  const label = { frameAnchor: 'left', dx: -nameWidth, textAnchor: 'start', fontSize: 12, y: 'row' } as const;
  const labels = rows.map((row, i) => ({ ...row, row: i + 0.5 }));
  return draw({
    ...{ width, height: headHeight + height, margin: 0, marginLeft: nameWidth, marginTop: headHeight },
    x: { axis: null, domain: [0, named.length] },
    y: { axis: null, domain: [0, rows.length], range: [headHeight, headHeight + height] },
    color: { type: 'identity' },
    marks: [
      Plot.text(named, {
        ...{ x: (_, i) => i + 0.03, frameAnchor: 'top', dy: -18, textAnchor: 'start', fontSize: 12 },
        ...{ fontWeight: 'bold', text: ([name]) => shortened(legible(name), columnWidth - 8, 12) },
      }),
      Plot.text(
        labels.filter(({ metric }) => !metric),
        { ...label, text: 'label', fontWeight: 'bold', fill: theme.muted },
      ),
      Plot.text(
        labels.filter(({ metric }) => metric),
        {
          ...label,
          dx: 10 - nameWidth,
          text: ({ label: text, mean }) => (mean && text !== 'total' ? `mean: ${text}` : text),
        },
      ),
      Plot.rect(cells, {
        ...{
          x1: 'left',
          x2: ({ left }) => left + 0.94,
          y1: ({ row }) => row + 0.12,
          y2: ({ row }) => row + 0.88,
        },
        ...{ fill: theme.line, fillOpacity: 0.35 },
      }),
      Plot.rect(cells, {
        ...{ x1: 'left', x2: ({ left, value }) => left + 0.94 * value },
        ...{ y1: ({ row }) => row + 0.12, y2: ({ row }) => row + 0.88 },
        ...{ fill: 'colour', fillOpacity: ({ mean }) => (mean ? 0.75 : 0.45) },
      }),
      Plot.text(cells, {
        ...{ x: 'left', dx: 6, y: ({ row }) => row + 0.5, text: 'text', textAnchor: 'start', fontSize: 12 },
        fill: theme.text,
      }),
    ],
  });
}

/**
 * Draws integration metrics as a table of bars: one row per metric, one column per result, such as before and after. A full bar is
 * the best score, 1.
 *
 * Needs the optional package `@observablehq/plot`, and in Node `linkedom`.
 *
 * @param metrics - The result of {@link integrationMetrics}, or several by name.
 * @throws TypeError on something else; RangeError on an unknown option; Error (`ZBIO_NO_PEER`) without the packages.
 * @example
 * ```ts
 * const before = await integrationMetrics(components, { batch, labels });
 * const after = await integrationMetrics(bio, { batch, labels });
 * const picture = await plotMetrics({ before, after });
 * ```
 */
export async function plotMetrics(
  metrics: IntegrationMetrics | Readonly<Record<string, IntegrationMetrics>>,
  options: PlotMetricsOptions = {},
): Promise<Picture> {
  const { title, theme, width } = readOptions('plotMetrics', options, table);
  const named = namedMetrics(metrics);
  const kit = await drawingKit('plotMetrics', theme);
  const rows = rowsOf(named);
  const inner = width - 24;
  const svg = drawTable(named, rows, inner, kit);
  const notes = [
    'A full bar is the best score, 1. Mixing batches is easy if biology is lost, so read both halves.',
  ];
  const size = { width: inner, height: headHeight + rows.length * rowHeight };
  const parts = [{ svg, x: 0, y: 0 }];
  return sheet({ title: title ?? 'Are batches mixed, and is biology kept?', notes, parts, size }, { theme });
}
