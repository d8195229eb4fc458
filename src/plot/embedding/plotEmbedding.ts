import { textList } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { shown } from '../../check/values.js';
import type { Matrix, MatrixLike } from '../../matrix/matrix.js';
import { drawingKit } from '../picture/drawingKit.js';
import type { Picture } from '../picture/picture.js';
import { type PictureOptions, type PictureSettings, pictureTable } from '../picture/pictureOptions.js';
import { sheet } from '../picture/sheet.js';
import type { ThemeName } from '../picture/themes.js';
import { colouringOf } from './colouring.js';
import { columnsOf, type EmbeddingColumns } from './columnsOf.js';
import { embeddingNote, embeddingTitle } from './embeddingText.js';
import { mapOf } from './mapOf.js';
import type { DotsKind } from './panel.js';
import { type GridRow, panelGrid } from './panelGrid.js';

/** Maps of the same cells, by the name that stands above each, such as `before` and `after`. [cells, 2] each */
export type EmbeddingMaps = Readonly<Record<string, MatrixLike>>;

/** Options of {@link plotEmbedding}. */
export interface PlotEmbeddingOptions extends PictureOptions {
  /** Names of the two axes; default `['dimension 1', 'dimension 2']`. */
  axes?: readonly [string, string];
}

const table = {
  ...pictureTable,
  axes: (argument, given = ['dimension 1', 'dimension 2']) => {
    if (textList(argument, given).length === 2) return given;
    throw badValue({ argument, expected: 'two names', received: `${given.length}` });
  },
} satisfies OptionTable<PlotEmbeddingOptions>;

/** So many circles are drawn at once in a page; more become an image. */
const mostCircles = 20_000;

const isMatrix = (value: object): value is MatrixLike =>
  Array.isArray(value) || 'shape' in value || 'dtype' in value || 'indptr' in value;

/** The maps by name; all have the same cells. */
async function mapsOf(given: MatrixLike | EmbeddingMaps): Promise<Map<string, Matrix>> {
  const what: unknown = given;
  if (typeof what !== 'object' || what === null) {
    const expected = 'a map of cells [cells, 2], or several by name';
    throw badType({ argument: 'plotEmbedding: maps', expected, received: shown(what) });
  }
  const named = isMatrix(what) ? { '': what } : (what as EmbeddingMaps);
  const maps = new Map<string, Matrix>();
  for (const [name, map] of Object.entries(named)) {
    const argument = `plotEmbedding: maps${name === '' ? '' : `.${name}`}`;
    const points = await mapOf(argument, map);
    const cells = [...maps.values()][0]?.shape[0] ?? points.shape[0];
    if (points.shape[0] !== cells) {
      throw badValue({
        argument,
        expected: `${cells} cells, as the first map`,
        received: `${points.shape[0]}`,
      });
    }
    maps.set(name, points);
  }
  if (maps.size > 0) return maps;
  throw badValue({ argument: 'plotEmbedding: maps', expected: 'at least one map', received: 'none' });
}

function rowsOf(columns: EmbeddingColumns, cells: number, theme: ThemeName): GridRow[] {
  const argument = 'plotEmbedding: columns';
  return Array.from(columnsOf(argument, columns), ([name, column]) => ({
    name,
    colouring: colouringOf(`${argument}.${name}`, column, cells, theme),
  }));
}

/**
 * Draws maps of cells: one panel per map and column, side by side, such as before | after by batch and by cell type. Numbers are
 * coloured by a scale, everything else by category; 21 categories have colours of their own, the smallest of more are grey. Cells
 * lie upon each other in random order, so that no batch hides the others. Above 20,000 dots in all, the dots of a panel are one image,
 * which in Node needs the optional package `fast-png`. For a map that the reader explores in a page, see {@link interactiveEmbedding}.
 *
 * Needs the optional package `@observablehq/plot`, and in Node `linkedom`.
 *
 * @param maps - One map, or several of the same cells by name. [cells, 2] each
 * @param columns - `batch`, `labels` (the cell types) and any others. [cells] each
 * @throws RangeError if lengths disagree, a position isn't finite, there isn't any map or column, or an option is unknown; TypeError on
 * something that isn't a map or a column; Error (`ZBIO_NO_PEER`) without the packages.
 * @example
 * ```ts
 * const maps = { before: await umap(components), after: await umap(bio) };
 * const picture = await plotEmbedding(maps, { batch, labels });
 * await picture.save('cells.png'); // in a page: document.body.append(picture.element())
 * ```
 */
export async function plotEmbedding(
  maps: MatrixLike | EmbeddingMaps,
  columns: EmbeddingColumns,
  options: PlotEmbeddingOptions = {},
): Promise<Picture> {
  return embeddingPicture(maps, columns, readOptions('plotEmbedding', options, table));
}

/** What {@link plotEmbedding} does, with a choice of how the dots are drawn; by default, their number decides. */
export async function embeddingPicture(
  maps: MatrixLike | EmbeddingMaps,
  columns: EmbeddingColumns,
  {
    title,
    theme,
    width,
    axes,
    dots: wanted,
  }: PictureSettings & { axes: readonly [string, string]; dots?: DotsKind },
): Promise<Picture> {
  const found = await mapsOf(maps);
  const cells = [...found.values()][0]!.shape[0];
  const rows = rowsOf(columns, cells, theme);
  const kit = await drawingKit('plotEmbedding', theme);
  const dots = wanted ?? (cells * found.size * rows.length > mostCircles ? 'image' : 'circles');
  const grid = await panelGrid({ maps: found, rows, axes, width, dots }, kit);
  const notes = [embeddingNote(rows)];
  return sheet({ title: title ?? embeddingTitle(rows), notes, ...grid }, { theme });
}
