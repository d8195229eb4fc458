import { badType, badValue } from '../check/errors.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { shown } from '../check/values.js';
import { asMatrix } from '../matrix/asMatrix.js';
import type { Categories } from '../matrix/categories.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { classMeans } from '../matrix/classMeans.js';
import { columnMoments } from '../matrix/columnMoments.js';
import { encodeLabels, type Labels } from '../matrix/labels.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { toDense } from '../matrix/toDense.js';
import { colourBar, colourBarWidth } from './picture/colourBar.js';
import { type DrawingKit, drawingKit } from './picture/drawingKit.js';
import type { Picture } from './picture/picture.js';
import { type PictureOptions, pictureTable } from './picture/pictureOptions.js';
import { sheet } from './picture/sheet.js';
import { legible } from './picture/svgText.js';
import { shortened, textWidth } from './picture/textWidth.js';

/** Options of {@link plotLatentHeatmap}. */
export interface PlotLatentHeatmapOptions extends PictureOptions {}

const table = { ...pictureTable } satisfies OptionTable<PlotLatentHeatmapOptions>;

const [headHeight, axisHeight, rowHeight, barHeight] = [22, 34, 18, 190];
const mostNameWidth = 180;

/** The mean of a dimension over the cells of a group. */
interface Tile {
  latent: string;
  /** From 0 over all latents. */
  column: number;
  dim: number;
  group: number;
  /** In standard deviations of the dimension, from its mean. */
  value: number;
}

async function latentOf(argument: string, given: MatrixLike): Promise<Matrix> {
  const latent = toDense(await asMatrix(argument, given));
  checkFinite(argument, latent);
  if (latent.data.length > 0) return latent;
  throw badValue({ argument, expected: 'cells and dimensions', received: latent.shape.join(' x ') });
}

async function latentsOf(
  given: MatrixLike | Readonly<Record<string, MatrixLike>>,
): Promise<[string, Matrix][]> {
  const argument = 'plotLatentHeatmap: latents';
  const what: unknown = given;
  if (typeof what !== 'object' || what === null) {
    const expected = 'latents [cells, dims], or several by name';
    throw badType({ argument, expected, received: shown(what) });
  }
  const single = Array.isArray(what) || 'shape' in what || 'dtype' in what;
  const named = single ? { '': what as MatrixLike } : (what as Record<string, MatrixLike>);
  const latents: [string, Matrix][] = [];
  for (const [name, latent] of Object.entries(named)) {
    latents.push([name, await latentOf(name === '' ? argument : `${argument}.${name}`, latent)]);
  }
  if (latents.length > 0) return latents;
  throw badValue({ argument, expected: 'at least one latent', received: 'none' });
}

function tilesOf(latents: readonly [string, Matrix][], { codes, categories }: Labels): Tile[] {
  let before = 0;
  return latents.flatMap(([latent, matrix]) => {
    const dims = matrix.shape[1];
    const { mean, variance } = columnMoments(matrix);
    const means = classMeans(matrix, codes, categories.length).data;
    const first = before;
    before += dims;
    return Array.from(means, (value, i) => {
      const dim = i % dims;
      const spread = Math.sqrt(variance[dim]!) || 1;
      return {
        latent,
        column: first + dim,
        dim,
        group: Math.floor(i / dims),
        value: (value - mean[dim]!) / spread,
      };
    });
  });
}

function drawTiles(
  tiles: readonly Tile[],
  groups: readonly string[],
  most: number,
  width: number,
  kit: DrawingKit,
): string {
  const { Plot, draw, theme } = kit;
  const names = groups.map((group) => shortened(legible(group), mostNameWidth, 12));
  const marginLeft = Math.ceil(Math.max(...names.map((name) => textWidth(name, 12)))) + 12;
  const columns = tiles.filter(({ group }) => group === 0);
  const step = Math.max(1, Math.ceil((columns.length * 20) / (width - marginLeft)));
  const height = headHeight + groups.length * rowHeight + axisHeight;
  const starts = columns.filter(({ dim }) => dim === 0);
  return draw({
    ...{ width, height, margin: 0, marginLeft, marginTop: headHeight, marginBottom: axisHeight },
    x: { axis: null, domain: [0, columns.length] },
    y: {
      axis: null,
      domain: [0, groups.length],
      range: [headHeight, headHeight + groups.length * rowHeight],
    },
    color: { type: 'linear', scheme: 'PuOr', reverse: true, domain: [-most, most] },
    marks: [
      Plot.rect(tiles, {
        ...{ x1: 'column', x2: ({ column }) => column + 1, y1: 'group', y2: ({ group }) => group + 1 },
        ...{ fill: 'value', inset: 0.5 },
      }),
      Plot.text(names, {
        ...{ text: (name) => name, y: (_, i) => i + 0.5, frameAnchor: 'left', dx: -8, textAnchor: 'end' },
        ...{ fontSize: 12, fill: theme.text },
      }),
      Plot.text(starts, {
        ...{ x: 'column', text: 'latent', frameAnchor: 'top', dx: 2, dy: -14, textAnchor: 'start' },
        ...{ fontSize: 12, fontWeight: 'bold' },
      }),
      Plot.ruleX(starts, { x: 'column', stroke: theme.text, y1: 0, y2: groups.length, strokeWidth: 1.5 }),
      Plot.text(
        columns.filter(({ dim }) => dim % step === 0),
        {
          x: ({ column }) => column + 0.5,
          text: ({ dim }) => String(dim),
          frameAnchor: 'bottom',
          dy: 10,
          fontSize: 11,
        },
      ),
      Plot.text(['dimension'], { frameAnchor: 'bottom', dy: 26, fontSize: 11 }),
    ],
  });
}

/**
 * Draws the mean of every latent dimension over the cells of each group, in standard deviations of the dimension from its mean. A
 * dimension that differs between groups carries them: those of z_bio should differ between cell types and not between batches.
 *
 * Needs the optional package `@observablehq/plot`, and in Node `linkedom`.
 *
 * @param latents - Latents of the same cells, or several by name, as `transform` returns them. [cells, dims] each
 * @param groups - Cell type, batch or any other category of every cell. [cells]
 * @throws RangeError if lengths disagree, a value isn't finite or an option is unknown; TypeError on something that isn't a latent;
 * Error (`ZBIO_NO_PEER`) without the packages.
 * @example
 * ```ts
 * const picture = await plotLatentHeatmap({ bio, nio }, labels);
 * ```
 */
export async function plotLatentHeatmap(
  latents: MatrixLike | Readonly<Record<string, MatrixLike>>,
  groups: Categories,
  options: PlotLatentHeatmapOptions = {},
): Promise<Picture> {
  const { title, theme, width } = readOptions('plotLatentHeatmap', options, table);
  const found = await latentsOf(latents);
  const cells = found[0]![1].shape[0];
  for (const [name, { shape }] of found) {
    if (shape[0] === cells) continue;
    const argument = `plotLatentHeatmap: latents.${name}`;
    throw badValue({ argument, expected: `${cells} cells, as the first latent`, received: `${shape[0]}` });
  }
  const labels = encodeLabels('plotLatentHeatmap: groups', groups, { cells });
  const tiles = tilesOf(found, labels);
  const most = tiles.reduce((largest, { value }) => Math.max(largest, Math.abs(value)), 0) || 1;
  const kit = await drawingKit('plotLatentHeatmap', theme);
  const inner = width - 24;
  const main = inner - colourBarWidth - 12;
  const scale = kit.Plot.scale({ color: { type: 'linear', scheme: 'PuOr', reverse: true, domain: [-1, 1] } });
  const colours = Array.from({ length: 41 }, (_, i) => String(scale?.apply((i - 20) / 20)));
  const parts = [
    { svg: drawTiles(tiles, labels.categories, most, main, kit), x: 0, y: 0 },
    {
      svg: colourBar({ colours, range: [-most, most], name: 'mean (sd)', height: barHeight }, kit),
      x: main + 12,
      y: 0,
    },
  ];
  const height = Math.max(headHeight + labels.categories.length * rowHeight + axisHeight, barHeight);
  const notes = [
    'Mean of each dimension per group, in standard deviations of the dimension (sd). A column of strong colours carries the groups.',
  ];
  return sheet(
    {
      title: title ?? 'Which dimensions tell the groups apart?',
      notes,
      parts,
      size: { width: inner, height },
    },
    { theme },
  );
}
