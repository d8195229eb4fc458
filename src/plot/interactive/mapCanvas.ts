import { dotOpacity, dotRadius } from '../embedding/dots.js';
import { seriesColours } from '../picture/palette.js';
import type { Theme } from '../picture/themes.js';
import { colourRows, type DotRows } from './dotRows.js';
import type { Scatterplot, ScatterplotPackage } from './loadScatterplot.js';
import { openWebgl } from './openWebgl.js';
import type { MakePart, PagePart } from './pageParts.js';

/** A canvas that shows dots. */
export interface MapCanvas {
  plot: Scatterplot;
  /** Draws every cell in its colour. Resolves when that is done, or the canvas closed. */
  paint(colours: readonly string[], codes: Int32Array): Promise<void>;
  close(): void;
}

interface Watcher {
  observe(part: PagePart): void;
  disconnect(): void;
}

/** Keys that add to a selection where other programs have them. */
function addingKey(): 'cmd' | 'ctrl' {
  const { navigator } = globalThis as { navigator?: { platform?: string } };
  return navigator?.platform?.startsWith('Mac') ? 'cmd' : 'ctrl';
}

/** Gives the drawing as many pixels as the canvas has: by default it would have those of the window. */
function followSize(canvas: PagePart, resize: (width: number, height: number) => void): () => void {
  const follow = () => resize(Math.max(1, canvas.clientWidth), Math.max(1, canvas.clientHeight));
  follow();
  const { ResizeObserver } = globalThis as { ResizeObserver?: new (changed: () => void) => Watcher };
  const watcher = ResizeObserver && new ResizeObserver(follow);
  watcher?.observe(canvas);
  return () => watcher?.disconnect();
}

function plotOptions(canvas: PagePart, cells: number, theme: Theme): object {
  return {
    canvas,
    backgroundColor: theme.background,
    ...{ colorBy: 'valueZ', opacity: dotOpacity, pointSize: 2 * dotRadius(cells) },
    ...{ pointColorActive: theme.text, pointColorHover: theme.text },
    // Selected cells keep their colour; the others fade.
    ...{ opacityInactiveScale: 0.12, pointSizeSelected: 0.5, pointOutlineWidth: 0 },
    ...{ lassoColor: seriesColours.second, lassoMinDelay: 0, deselectOnEscape: false },
    actionKeyMap: { lasso: 'shift', merge: addingKey(), remove: 'alt' },
    // Its worker is made from the text of a function, which policies of pages forbid.
    spatialIndexUseWorker: false,
  };
}

/** What a canvas is made with. */
export interface CanvasParts {
  canvas: PagePart;
  dots: DotRows;
  theme: Theme;
  /** Name of the public function, for messages. */
  caller: string;
  /** Called when the browser takes WebGL back, as it does when a driver crashes. */
  onLost(): void;
}

/** Starts WebGL and draws the dots into a canvas of the page. */
export function mapCanvas(
  { default: createScatterplot, createRenderer }: ScatterplotPackage,
  { canvas, dots, theme, caller, onLost }: CanvasParts,
  make: MakePart,
): MapCanvas {
  const drawing = make('canvas');
  const loseWebgl = openWebgl(caller, drawing);
  const renderer = createRenderer({ canvas: drawing });
  const stopFollowing = followSize(canvas, (width, height) => renderer.resize(width, height));
  const plot = createScatterplot({ renderer, ...plotOptions(canvas, dots.rows.length, theme) });
  let close = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  drawing.addEventListener('webglcontextlost', onLost);
  return {
    plot,
    async paint(colours, codes) {
      colourRows(dots, codes);
      // One colour alone would be taken for the colour of selected cells too.
      plot.set({ pointColor: [...colours, theme.missing] });
      await Promise.race([plot.draw(dots.rows, { spatialIndex: plot.get('spatialIndex') }), closed]);
    },
    close() {
      drawing.removeEventListener('webglcontextlost', onLost);
      stopFollowing();
      plot.destroy();
      renderer.destroy();
      loseWebgl();
      close();
    },
  };
}
