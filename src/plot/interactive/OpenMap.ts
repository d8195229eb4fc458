import { oneOf, text } from '../../check/checks.js';
import { failure } from '../../check/errors.js';
import { grouped } from '../../check/grouped.js';
import type { Categories } from '../../matrix/categories.js';
import type { Matrix } from '../../matrix/matrix.js';
import { type Colouring, colouringOf } from '../embedding/colouring.js';
import { type CellColours, categoryColours, cellColours } from '../embedding/colourScale.js';
import { shownName } from '../embedding/columnsOf.js';
import { rgbOf } from '../embedding/dots.js';
import { type DrawingKit, drawingKit } from '../picture/drawingKit.js';
import type { PageDocument } from '../picture/picture.js';
import { type Theme, type ThemeName, themes } from '../picture/themes.js';
import { colourKey } from './colourKey.js';
import { type DotRows, dotRows } from './dotRows.js';
import type { ScatterplotPackage } from './loadScatterplot.js';
import { type MapCanvas, mapCanvas } from './mapCanvas.js';
import { type MapFrame, mapFrame, press } from './mapFrame.js';
import { helpText, listenToKeys, showAll } from './mapKeys.js';
import { mapSummary } from './mapSummary.js';
import { type MakePart, type PagePart, partMaker } from './pageParts.js';
import { cellsOf, dotsOf } from './selection.js';

/** What a map is opened with. */
export interface MapParts {
  container: PagePart;
  document: PageDocument;
  /** [cells, 2] */
  points: Matrix;
  columns: Map<string, Categories>;
  peer: ScatterplotPackage;
  settings: {
    title: string;
    theme: ThemeName;
    height: number;
    onSelect: ((cells: Int32Array) => void) | undefined;
    onHover: ((cell: number | undefined) => void) | undefined;
  };
}

/** What is left to drop when a map is closed: whoever holds a closed map must not hold its cells. */
interface Opened {
  columns: Map<string, Categories>;
  dots: DotRows;
  canvas: MapCanvas;
  /** What was drawn last. */
  colouring?: Colouring;
  coloured?: CellColours;
}

const caller = 'interactiveEmbedding';

const hex = (colour: string): string =>
  `#${rgbOf(colour)
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;

/** The colours of the cells; a kit is loaded for numbers only. */
function coloursOf(colouring: Colouring, kit: DrawingKit | undefined): CellColours {
  return colouring.kind === 'numbers' ? cellColours(colouring, kit!) : categoryColours(colouring);
}

/** A map in a page; see {@link InteractiveEmbedding}. */
export class OpenMap {
  readonly #settings: MapParts['settings'];
  readonly #theme: Theme;
  readonly #make: MakePart;
  readonly #frame: MapFrame;
  readonly #peer: ScatterplotPackage;
  /** Draws follow each other: the package refuses a second one meanwhile. */
  #painted: Promise<void> = Promise.resolve();
  #opened: Opened | undefined;
  #mode: 'panZoom' | 'lasso' = 'panZoom';

  constructor({ container, document, points, columns, peer, settings }: MapParts) {
    this.#settings = settings;
    this.#theme = themes[settings.theme];
    this.#make = partMaker(document);
    this.#frame = mapFrame({ ...settings, theme: this.#theme }, this.#make);
    this.#peer = peer;
    container.append(this.#frame.figure);
    try {
      const dots = dotRows(points);
      this.#opened = { columns, dots, canvas: this.#canvasOf(dots) };
    } catch (error) {
      this.#frame.figure.remove();
      throw error;
    }
    this.#listenToPlot();
    this.#listenToControls();
  }

  /** Draws the map by its first column. */
  async start(column: string): Promise<this> {
    try {
      await this.recolour(column);
    } catch (error) {
      this.destroy();
      throw error;
    }
    return this;
  }

  get selected(): Int32Array {
    const { canvas, dots } = this.#open('selected');
    return cellsOf(canvas.plot.get('selectedPoints'), dots);
  }

  select(cells: ArrayLike<number>): void {
    const { dots } = this.#open('select');
    this.#selectDots(dotsOf('select: cells', cells, dots));
  }

  async recolour(name: string, column?: Categories): Promise<void> {
    const { columns, dots } = this.#open('recolour');
    const known = column ? text('recolour: name', name) : oneOf('recolour: name', name, [...columns.keys()]);
    const entries = column ?? columns.get(known)!;
    const colouring = colouringOf(`recolour: ${known}`, entries, dots.cellOf.length, this.#settings.theme);
    const kit = colouring.kind === 'numbers' ? await drawingKit(caller, this.#settings.theme) : undefined;
    columns.set(known, entries);
    const painted = this.#painted.then(() => this.#paint(known, colouring, kit));
    this.#painted = painted.catch(() => undefined);
    return painted;
  }

  destroy(): void {
    this.#opened?.canvas.close();
    this.#opened = undefined;
    this.#frame.figure.remove();
  }

  #open(call: string): Opened {
    if (this.#opened) return this.#opened;
    throw failure(
      'ZBIO_BAD_STATE',
      `${call}: this map was destroyed. Make a new one: interactiveEmbedding(…).`,
    );
  }

  async #paint(name: string, colouring: Colouring, kit: DrawingKit | undefined): Promise<void> {
    const opened = this.#opened;
    if (!opened) return;
    opened.colouring = colouring;
    opened.coloured = coloursOf(colouring, kit);
    await this.#repaint();
    if (!this.#opened) return;
    this.#describe(name, colouring, kit);
  }

  async #repaint(): Promise<void> {
    const { canvas, coloured } = this.#opened ?? {};
    if (canvas && coloured) await canvas.paint(coloured.colours.map(hex), coloured.codes);
  }

  #canvasOf(dots: DotRows): MapCanvas {
    const { canvas } = this.#frame;
    const onLost = () => this.#reopen();
    return mapCanvas(this.#peer, { canvas, dots, theme: this.#theme, caller, onLost }, this.#make);
  }

  /** Goes on with a new WebGL after the browser took the old one back: the package doesn't. */
  #reopen(): void {
    const opened = this.#open('reopen');
    const { plot } = opened.canvas;
    const [view, selected] = [Float32Array.from(plot.get('cameraView')), [...plot.get('selectedPoints')]];
    opened.canvas.close();
    try {
      opened.canvas = this.#canvasOf(opened.dots);
    } catch (error) {
      this.#opened = undefined;
      this.#frame.status.textContent = String(error);
      return;
    }
    this.#listenToPlot();
    opened.canvas.plot.set({ cameraView: view, mouseMode: this.#mode });
    this.#painted = this.#painted
      .then(() => this.#repaint())
      .then(() => this.#opened && this.#selectDots(selected));
  }

  #describe(column: string, colouring: Colouring, kit: DrawingKit | undefined): void {
    const { key, canvas, summary, columns } = this.#frame;
    const name = shownName(column);
    const pick = (entry: number) => this.#pick(entry);
    key.replaceChildren(...colourKey({ name, colouring, theme: this.#theme, kit }, this.#make, pick));
    const shows = mapSummary(name, colouring);
    canvas.setAttribute('aria-label', shows);
    summary.textContent = `${shows} ${helpText}`;
    const names = [...(this.#opened?.columns.keys() ?? [])];
    columns.replaceChildren(
      ...names.map((each) =>
        this.#make('option', { attributes: { value: each }, children: [shownName(each)] }),
      ),
    );
    columns.value = column;
  }

  #selectDots(dots: number[]): void {
    const { plot } = this.#open('select').canvas;
    if (dots.length > 0) plot.select(dots, { preventEvent: true });
    else plot.deselect({ preventEvent: true });
    this.#tellSelected(dots.length);
  }

  #tellSelected(count: number): void {
    const cells = grouped(this.#open('select').dots.cellOf.length);
    this.#frame.status.textContent = count > 0 ? `${grouped(count)} of ${cells} cells selected` : '';
  }

  /** Selects the cells of an entry of the legend. */
  #pick(entry: number): void {
    const { colouring, dots } = this.#open('select');
    if (colouring?.kind !== 'categories') return;
    const { codes } = colouring;
    const picked: number[] = [];
    for (const [dot, cell] of dots.cellOf.entries()) if (codes[cell] === entry) picked.push(dot);
    this.#selectDots(picked);
    this.#settings.onSelect?.(this.selected);
  }

  #listenToPlot(): void {
    const { plot } = this.#open('listen').canvas;
    const { onHover } = this.#settings;
    const changed = () => {
      if (!this.#opened) return;
      const { selected } = this;
      this.#tellSelected(selected.length);
      this.#settings.onSelect?.(selected);
    };
    plot.subscribe('select', changed);
    // The package tells of it before it happens.
    plot.subscribe('deselect', () => queueMicrotask(changed));
    if (onHover) {
      plot.subscribe('pointover', (dot) => this.#opened && onHover(this.#opened.dots.cellOf[dot]));
      plot.subscribe('pointout', () => this.#opened && onHover(undefined));
    }
  }

  #listenToControls(): void {
    const { columns, move, lasso, all, none, status } = this.#frame;
    const plot = () => this.#opened?.canvas.plot;
    listenToKeys(this.#frame.canvas, plot);
    const setMode = (mode: 'panZoom' | 'lasso') => {
      this.#mode = mode;
      plot()?.set({ mouseMode: mode });
      press(move, mode === 'panZoom', this.#theme);
      press(lasso, mode === 'lasso', this.#theme);
    };
    setMode('panZoom');
    move.addEventListener('click', () => setMode('panZoom'));
    lasso.addEventListener('click', () => setMode('lasso'));
    all.addEventListener('click', () => void (plot() && showAll(plot()!)));
    none.addEventListener('click', () => plot()?.deselect({ preventEvent: false }));
    columns.addEventListener('change', () => {
      this.recolour(columns.value).catch((error: Error) => {
        status.textContent = error.message;
      });
    });
  }
}
