import { type OptionTable, readOptions } from '../check/options.js';
import { checkLeakageReport } from '../metrics/leakage/checkLeakageReport.js';
import type { LeakageReport } from '../metrics/leakage/leakage.js';
import type { LeakageAdvice } from '../metrics/leakage/leakageFindings.js';
import { leakageVerdict } from '../metrics/leakage/leakageVerdict.js';
import type { Probe, ProbeScore } from '../metrics/leakage/probe.js';
import { type DrawingKit, drawingKit } from './picture/drawingKit.js';
import { keyHeight, keyRow } from './picture/keyRow.js';
import { seriesColours } from './picture/palette.js';
import type { Picture } from './picture/picture.js';
import { type PictureOptions, type PictureSettings, pictureTable } from './picture/pictureOptions.js';
import { sheet } from './picture/sheet.js';

/** Options of {@link plotLeakage}. */
export interface PlotLeakageOptions extends PictureOptions {}

const table = { ...pictureTable } satisfies OptionTable<PlotLeakageOptions>;

const rowHeight = 52;

interface Row {
  what: string;
  wanted: string;
  probe: Probe;
}

function rowsOf({ batchFromBio, typeFromBio, batchFromNio, typeFromNio }: LeakageReport): Row[] {
  const row = (what: string, wanted: string, probe: Probe | undefined) =>
    probe ? [{ what, wanted, probe }] : [];
  return [
    ...row('batch from z_bio', 'should be at chance', batchFromBio),
    ...row('cell type from z_bio', 'should be high', typeFromBio),
    ...row('batch from z_nio', 'should be high', batchFromNio),
    ...row('cell type from z_nio', 'should be at chance', typeFromNio),
  ];
}

/** The range that chance explains, with the mixture of types where it is known. */
function chanceOf({ interval, within }: ProbeScore): { from: number; to: number } {
  return { from: Math.min(...interval, ...(within ?? [])), to: Math.max(...interval, ...(within ?? [])) };
}

const kinds = [
  { kind: 'linear', shift: -0.17, colour: seriesColours.first, symbol: 'circle' },
  { kind: 'knn', shift: 0.17, colour: seriesColours.accent, symbol: 'diamond' },
] as const;

function drawProbes(rows: readonly Row[], width: number, kit: DrawingKit): string {
  const { Plot, draw, theme } = kit;
  const height = rows.length * rowHeight;
  const scores = rows.flatMap(({ probe }, row) =>
    kinds.map(({ kind, shift, colour, symbol }) => {
      const { balanced } = probe[kind];
      return { y: row + 0.5 + shift, balanced, colour, symbol, ...chanceOf(probe[kind]) };
    }),
  );
  const words = { y: (_: Row, row: number) => row + 0.5, fontSize: 12, textAnchor: 'start' } as const;
  return draw({
    ...{ width, height: height + 44, marginLeft: 160, marginRight: 56, marginTop: 4, marginBottom: 40 },
    x: {
      ...{ domain: [0, 1], ticks: 5, label: 'balanced accuracy (share of cells, each class counts equally)' },
      ...{ labelAnchor: 'center', labelArrow: 'none', grid: true },
    },
    y: { axis: null, domain: [0, rows.length], range: [4, height + 4] },
    color: { type: 'identity' },
    style: { fontSize: '11px' },
    marks: [
      Plot.ruleY(
        rows.map((_, row) => row),
        { stroke: theme.line },
      ),
      Plot.rect(scores, {
        ...{ x1: 'from', x2: 'to', y1: ({ y }) => y - 0.1, y2: ({ y }) => y + 0.1, fill: theme.missing },
      }),
      Plot.ruleX(rows, {
        ...{ x: ({ probe }) => probe.chance, y1: (_, row) => row + 0.15, y2: (_, row) => row + 0.85 },
        ...{ stroke: theme.text, strokeDasharray: '2 2' },
      }),
      Plot.dot(scores, { x: 'balanced', y: 'y', fill: 'colour', symbol: 'symbol', r: 5 }),
      Plot.text(scores, {
        ...{ x: 'balanced', y: 'y', text: ({ balanced }) => balanced.toFixed(2) },
        ...{
          dx: 10,
          textAnchor: 'start',
          fontSize: 11,
          fill: theme.text,
          stroke: theme.background,
          strokeWidth: 3,
        },
      }),
      Plot.text(rows, { ...words, text: 'what', frameAnchor: 'left', dx: -160, dy: -8, fontWeight: 'bold' }),
      Plot.text(rows, { ...words, text: 'wanted', frameAnchor: 'left', dx: -160, dy: 8, fill: theme.muted }),
    ],
  });
}

/**
 * Draws how well batch and cell type can be predicted from each latent, beside the range that chance explains. The verdict stands below
 * the title.
 *
 * Needs the optional package `@observablehq/plot`, and in Node `linkedom`.
 *
 * @param report - The result of {@link leakage}, or `leakage` of the result of `report`.
 * @throws TypeError on something else; RangeError on an unknown option; Error (`ZBIO_NO_PEER`) without the packages.
 * @example
 * ```ts
 * const picture = await plotLeakage(await leakage({ bio, nio }, { batch, labels }));
 * ```
 */
export async function plotLeakage(report: LeakageReport, options: PlotLeakageOptions = {}): Promise<Picture> {
  return leakagePicture(report, readOptions('plotLeakage', options, table));
}

/** What {@link plotLeakage} does, for a caller that knows the model. */
export async function leakagePicture(
  report: LeakageReport,
  { title = 'Does each latent hold what it should?', theme, width }: PictureSettings,
  advice: LeakageAdvice = {},
): Promise<Picture> {
  checkLeakageReport('plotLeakage: report', report);
  const kit = await drawingKit('plotLeakage', theme);
  const rows = rowsOf(report);
  const inner = width - 24;
  const probes = drawProbes(rows, inner, kit);
  const key = keyRow(
    [
      { name: 'linear probe', colour: seriesColours.first },
      { name: '15 nearest neighbours', colour: seriesColours.accent, as: 'diamond' },
      { name: 'range of chance (95 %)', colour: kit.theme.missing, as: 'bar' },
      { name: 'random guess', colour: kit.theme.text, as: 'dashes' },
    ],
    inner,
    kit.theme,
  );
  const parts = [
    { svg: key, x: 0, y: 0 },
    { svg: probes, x: 0, y: keyHeight + 6 },
  ];
  const notes = leakageVerdict(report, advice).map((line) => `${line}.`);
  const size = { width: inner, height: keyHeight + 6 + rows.length * rowHeight + 44 };
  return sheet({ title, notes, parts, size }, { theme });
}
