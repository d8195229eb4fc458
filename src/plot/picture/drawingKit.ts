import type * as ObservablePlot from '@observablehq/plot';
import { notInstalled, orInstall } from '../../platform/absentPeer.js';
import { type Theme, type ThemeName, themes } from './themes.js';

/** The package `@observablehq/plot`. */
export type Plot = typeof ObservablePlot;

/** What every picture is drawn with. */
export interface DrawingKit {
  Plot: Plot;
  theme: Theme;
  /** Draws marks as an SVG element, as text. */
  draw(options: ObservablePlot.PlotOptions): string;
}

async function loadPlot(caller: string): Promise<Plot> {
  try {
    // A literal name, so that bundlers find it; directly inside `try`, so that webpack and esbuild accept its absence.
    const found = await import('@observablehq/plot');
    if ('plot' in found) return found;
  } catch (cause) {
    return orInstall(caller, '@observablehq/plot')(cause);
  }
  // A bundler that was told to do without it puts an empty module in its place.
  throw notInstalled(caller, '@observablehq/plot');
}

/** The document to draw in: that of the page, or one of the package linkedom. */
async function drawingDocument(caller: string): Promise<unknown> {
  const { document } = globalThis as { document?: unknown };
  if (document) return document;
  // Assembled at run time, so that a bundler for browsers doesn't look for the package.
  const name = ['linke', 'dom'].join('');
  const load: Promise<{ parseHTML(html: string): { document: unknown } }> = import(
    /* @vite-ignore */ /* webpackIgnore: true */ name
  );
  const { parseHTML } = await load.catch(orInstall(caller, name));
  return parseHTML('<html><body></body></html>').document;
}

/** Places to a hundredth of a pixel: finer ones only make the file larger. Numbers in texts stay as they are. */
const rounded = (svg: string): string =>
  svg.replace(/<[^>]+>/g, (tag) => tag.replace(/(\d+\.\d\d)\d+/g, '$1'));

/**
 * Loads the packages that draw.
 *
 * @param caller - Name of the public function, for messages.
 */
export async function drawingKit(caller: string, theme: ThemeName): Promise<DrawingKit> {
  const Plot = await loadPlot(caller);
  const document = (await drawingDocument(caller)) as never;
  const draw = (options: ObservablePlot.PlotOptions): string => {
    const element: { outerHTML: string } = Plot.plot({ document, ...options });
    // Plot's style sheet and font are those of an HTML page; in an SVG within an SVG, they would override the sheet's.
    const svg = element.outerHTML.replace(/<style>.*?<\/style>/gs, '').replace(/ font-family="[^"]*"/, '');
    return rounded(svg);
  };
  return { Plot, theme: themes[theme], draw };
}
