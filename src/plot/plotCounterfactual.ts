import { anObject } from '../check/checks.js';
import { badType, badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { shown } from '../check/values.js';
import type { CounterfactualQuality } from '../metrics/counterfactual/counterfactualQuality.js';
import type {
  CounterfactualScores,
  LabelCounterfactualScore,
} from '../metrics/counterfactual/counterfactualScores.js';
import { checkList, checkNumbers } from './checkNumbers.js';
import { type DrawingKit, drawingKit } from './picture/drawingKit.js';
import { keyHeight, keyRow } from './picture/keyRow.js';
import { seriesColours } from './picture/palette.js';
import type { Picture } from './picture/picture.js';
import { type PictureOptions, pictureTable } from './picture/pictureOptions.js';
import { sheet } from './picture/sheet.js';
import { legible } from './picture/svgText.js';
import { shortened } from './picture/textWidth.js';

/** Options of {@link plotCounterfactual}. */
export interface PlotCounterfactualOptions extends PictureOptions {}

const table = { ...pictureTable } satisfies OptionTable<PlotCounterfactualOptions>;

const [rowHeight, headHeight, axisHeight, nameWidth, gap] = [26, 24, 40, 150, 14];

const predictions = [
  { key: 'unchanged', name: 'do nothing', symbol: 'square', as: 'square' },
  { key: 'shifted', name: 'shift by the batch mean', symbol: 'diamond', as: 'diamond' },
  { key: 'corrected', name: 'corrected', symbol: 'circle', as: 'dot' },
] as const;

const measures = [
  { key: 'mse', title: 'mean expression', label: 'mean squared error (squared units of x)' },
  { key: 'eDistance', title: 'mean and spread', label: 'energy distance (units of x)' },
] as const;

function colourOf(key: (typeof predictions)[number]['key'], { theme }: DrawingKit): string {
  const colours = { unchanged: theme.muted, shifted: seriesColours.second, corrected: seriesColours.first };
  return colours[key];
}

function checkScores(argument: string, scores: CounterfactualScores): void {
  anObject(argument, scores, 'scores of predicted cells');
  checkList(`${argument}.perLabel`, scores.perLabel, 'a list of scores, one per cell type');
  for (const [i, score] of scores.perLabel.entries()) {
    const one = `${argument}.perLabel[${i}]`;
    checkNumbers(one, score, ['mse', 'eDistance'], 'scores of a cell type');
    if (typeof score.label !== 'string') {
      throw badType({
        argument: `${one}.label`,
        expected: 'the name of a cell type',
        received: shown(score.label),
      });
    }
  }
}

function checkQuality(argument: string, quality: CounterfactualQuality): string[] {
  anObject(argument, quality, 'the result of counterfactualQuality');
  for (const { key } of predictions) checkScores(`${argument}.${key}`, quality[key]);
  const labels = quality.corrected.perLabel.map(({ label }) => label);
  if (labels.length > 0) return labels;
  throw badValue({
    argument: `${argument}.corrected.perLabel`,
    expected: 'at least one cell type',
    received: 'none',
  });
}

type Measure = (typeof measures)[number];

/** The scores of all predictions by one measure, in the rows of their cell types. */
function scoresOf(
  quality: CounterfactualQuality,
  labels: readonly string[],
  { key }: Measure,
  kit: DrawingKit,
) {
  return predictions.flatMap(({ key: prediction, symbol }) =>
    quality[prediction].perLabel.flatMap((score: LabelCounterfactualScore) => {
      const row = labels.indexOf(score.label);
      return row < 0
        ? []
        : [{ row: row + 0.5, value: score[key], colour: colourOf(prediction, kit), symbol }];
    }),
  );
}

function drawScores(
  quality: CounterfactualQuality,
  labels: readonly string[],
  measure: Measure,
  { width, names }: { width: number; names: boolean },
  kit: DrawingKit,
): string {
  const { Plot, draw, theme } = kit;
  const scores = scoresOf(quality, labels, measure, kit);
  const height = labels.length * rowHeight;
  const marginLeft = names ? nameWidth : 12;
  return draw({
    ...{ width, height: headHeight + height + axisHeight, marginTop: headHeight, marginBottom: axisHeight },
    ...{ marginLeft, marginRight: 16 },
    x: {
      label: measure.label,
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 4,
      zero: true,
      nice: true,
      grid: true,
    },
    y: { axis: null, domain: [0, labels.length], range: [headHeight, headHeight + height] },
    color: { type: 'identity' },
    style: { fontSize: '11px' },
    marks: [
      Plot.text([measure.title], { frameAnchor: 'top-left', dy: -18, fontSize: 12, fontWeight: 'bold' }),
      Plot.ruleY(
        labels.map((_, i) => i + 0.5),
        { stroke: theme.line },
      ),
      names
        ? Plot.text(labels, {
            ...{ text: (label) => shortened(legible(label), nameWidth - 12, 12), y: (_, i) => i + 0.5 },
            ...{ frameAnchor: 'left', dx: -8, textAnchor: 'end', fontSize: 12 },
          })
        : null,
      Plot.dot(scores, { x: 'value', y: 'row', fill: 'colour', symbol: 'symbol', r: 5, fillOpacity: 0.9 }),
    ],
  });
}

/** How often corrected cells are nearer to real ones than both baselines, in words. */
function verdict({ corrected, unchanged, shifted }: CounterfactualQuality): string {
  const wins = measures.map(({ key, label }) => {
    const won = corrected.perLabel.filter((score) => {
      const others = [unchanged, shifted].map(({ perLabel }) =>
        perLabel.find(({ label: name }) => name === score.label),
      );
      return others.every((other) => other && score[key] < other[key]);
    });
    return `${won.length} of ${corrected.perLabel.length} cell types by ${label.replace(/ \(.*/, '')}`;
  });
  return `Left is better. Corrected cells beat both baselines in ${wins.join(', and in ')}.`;
}

/**
 * Draws how close corrected cells are to real cells of the other batch, per cell type, beside two trivial predictions: the cells as they
 * are, and the cells shifted by the difference of the batches' means. A correction that doesn't beat these isn't worth using.
 *
 * Needs the optional package `@observablehq/plot`, and in Node `linkedom`.
 *
 * @param quality - The result of {@link counterfactualQuality}.
 * @throws TypeError on something else; RangeError on an unknown option; Error (`ZBIO_NO_PEER`) without the packages.
 * @example
 * ```ts
 * const corrected = await model.correct(source, { to: 'donor 2' });
 * const quality = await counterfactualQuality({ source, corrected, target }, { labels, targetLabels });
 * const picture = await plotCounterfactual(quality);
 * ```
 */
export async function plotCounterfactual(
  quality: CounterfactualQuality,
  options: PlotCounterfactualOptions = {},
): Promise<Picture> {
  const { title, theme, width } = readOptions('plotCounterfactual', options, table);
  const labels = checkQuality('plotCounterfactual: quality', quality);
  const kit = await drawingKit('plotCounterfactual', theme);
  const inner = width - 24;
  const side = Math.floor((inner - nameWidth - gap) / 2);
  const key = predictions.map(({ key: prediction, name, as }) => ({
    name,
    as,
    colour: colourOf(prediction, kit),
  }));
  const y = keyHeight + 6;
  const [first, second] = measures.map((measure, i) =>
    drawScores(quality, labels, measure, { width: i === 0 ? side + nameWidth : side, names: i === 0 }, kit),
  );
  const parts = [
    { svg: keyRow(key, inner, kit.theme), x: 0, y: 0 },
    { svg: first!, x: 0, y },
    { svg: second!, x: side + nameWidth + gap, y },
  ];
  const size = { width: inner, height: y + headHeight + labels.length * rowHeight + axisHeight };
  const asked = title ?? 'Do corrected cells look like real ones?';
  return sheet({ title: asked, notes: [verdict(quality)], parts, size }, { theme });
}
