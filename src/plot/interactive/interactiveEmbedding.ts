import { numberWithin, oneOf, optional, optionalFunction, text } from '../../check/checks.js';
import { badType, failure } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { shown } from '../../check/values.js';
import type { Categories } from '../../matrix/categories.js';
import type { MatrixLike } from '../../matrix/matrix.js';
import { colouringOf } from '../embedding/colouring.js';
import { columnsOf, type EmbeddingColumns } from '../embedding/columnsOf.js';
import { mapOf } from '../embedding/mapOf.js';
import type { PageDocument } from '../picture/picture.js';
import { pictureTable } from '../picture/pictureOptions.js';
import type { ThemeName } from '../picture/themes.js';
import { loadScatterplot } from './loadScatterplot.js';
import { OpenMap } from './OpenMap.js';
import type { PagePart } from './pageParts.js';

const caller = 'interactiveEmbedding';

/** An element of a page that takes a map: any `HTMLElement`. */
export interface PageContainer {
  /** The document that the element is in. */
  readonly ownerDocument: PageDocument | null;
}

/** Options of {@link interactiveEmbedding}. */
export interface InteractiveEmbeddingOptions {
  /** Name of the column that colours the cells at first; default: the first column. Readers can choose another one. */
  colourBy?: string;
  /** Title, in any script; default `'Map of cells'`. */
  title?: string;
  /** Colours of background, text and lines; default `'light'`. */
  theme?: ThemeName;
  /** Height of map and legend, in pixels, 160 to 4,000; default 480. The width is that of the container. */
  height?: number;
  /** Called with the selected cells, in rising order, whenever the reader selects others or none. Not called by `select`. [selected] */
  onSelect?: (cells: Int32Array) => void;
  /** Called with the cell under the mouse, and with undefined when it leaves a cell. */
  onHover?: (cell: number | undefined) => void;
}

/** A map in a page, as {@link interactiveEmbedding} returns it. */
export interface InteractiveEmbedding {
  /** The selected cells, in rising order; a copy. [selected] */
  readonly selected: Int32Array;
  /**
   * Selects cells; the others fade. An empty list ends the selection.
   *
   * @param cells - Indices of cells. [selected]
   * @throws RangeError on an index that isn't one of a cell; Error (`ZBIO_BAD_STATE`) after `destroy`.
   */
  select(cells: ArrayLike<number>): void;
  /**
   * Colours the cells by another column. Place, zoom and selection stay. Resolves when it is drawn.
   *
   * @param name - Name of a column.
   * @param column - Its entries, if it is new or changed: categories or numbers. [cells]
   * @throws RangeError on an unknown name or another length; Error (`ZBIO_NO_PEER`) for numbers without `@observablehq/plot`, and
   * (`ZBIO_BAD_STATE`) after `destroy`.
   */
  recolour(name: string, column?: Categories): Promise<void>;
  /** Removes the map from the page, with its listeners, and gives its memory back. A second call does nothing. */
  destroy(): void;
}

const table = {
  colourBy: optional(text),
  title: (argument, given = 'Map of cells') => text(argument, given),
  theme: pictureTable.theme,
  height: (argument, given = 480) => numberWithin(argument, given, 160, 4000),
  onSelect: optionalFunction,
  onHover: optionalFunction,
} satisfies OptionTable<InteractiveEmbeddingOptions>;

function partOf(container: PageContainer): PagePart {
  const given: unknown = container;
  if (typeof given === 'object' && given !== null && 'ownerDocument' in given && 'append' in given) {
    return container as unknown as PagePart;
  }
  const next = "For example: document.querySelector('#map').";
  throw badType({
    argument: `${caller}: container`,
    expected: 'an element of a page',
    received: shown(given),
    next,
  });
}

/**
 * Shows a map of up to a million cells in a page: it moves by dragging and zooms by scrolling. The reader selects cells by a click, by a
 * lasso, or by a click on the legend, and chooses the column that colours them. Colours and places are those of {@link plotEmbedding}.
 * Keys do what the mouse does, and a text says what the map shows. Resolves when the map is drawn, which a hidden page does when it
 * becomes visible.
 *
 * Needs a browser with WebGL and the optional package `regl-scatterplot`; columns of numbers also need `@observablehq/plot`.
 *
 * @param container - The element that takes the map, such as a `<div>`. The map is as wide as it.
 * @param map - Positions of the cells. [cells, 2]
 * @param columns - `batch`, `labels` (the cell types) and any others. [cells] each
 * @returns The map. Call its `destroy` when the page no longer shows it.
 * @throws RangeError if lengths disagree, a position isn't finite, there isn't any column, or an option is unknown; TypeError on something
 * that isn't an element, a map or a column; Error (`ZBIO_NO_PEER`) without a page, WebGL or the packages.
 * @example
 * ```ts
 * const map = await interactiveEmbedding(document.querySelector('#map')!, await umap(bio), { batch, labels }, {
 *   onSelect: (cells) => console.log(`${cells.length} cells`),
 * });
 * map.select([0, 1, 2]);
 * await map.recolour('CD3E', expression);
 * map.destroy();
 * ```
 */
export async function interactiveEmbedding(
  container: PageContainer,
  map: MatrixLike,
  columns: EmbeddingColumns,
  options: InteractiveEmbeddingOptions = {},
): Promise<InteractiveEmbedding> {
  const { colourBy, ...settings } = readOptions(caller, options, table);
  const part = partOf(container);
  const points = await mapOf(`${caller}: map`, map);
  const given = columnsOf(`${caller}: columns`, columns);
  // All of them now: a column of another length must not wait for the reader to choose it.
  for (const [name, column] of given) {
    colouringOf(`${caller}: columns.${name}`, column, points.shape[0], settings.theme);
  }
  const names = [...given.keys()];
  const first = colourBy === undefined ? names[0]! : oneOf(`${caller}: colourBy`, colourBy, names);
  const { ownerDocument } = container;
  if (!ownerDocument || !('requestAnimationFrame' in globalThis)) {
    throw failure(
      'ZBIO_NO_PEER',
      `${caller}: works in a page only. Elsewhere, draw a picture: plotEmbedding(map, columns).`,
    );
  }
  const peer = await loadScatterplot(caller);
  const open = new OpenMap({
    container: part,
    document: ownerDocument,
    points,
    columns: given,
    peer,
    settings,
  });
  return open.start(first);
}
