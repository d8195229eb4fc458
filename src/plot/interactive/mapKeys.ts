import type { Scatterplot } from './loadScatterplot.js';
import type { PagePart } from './pageParts.js';

/** What mouse and keys do. */
export const helpText =
  'Drag to move, scroll to zoom, drag with Shift to select. Or by keys: arrows move, + and - zoom, 0 shows all, Escape selects none.';

/** Share of what is visible by which an arrow moves the map. */
const step = 0.2;
const zoom = 0.75;

const arrows: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, step],
  ArrowDown: [0, -step],
};

const zooms: Readonly<Record<string, number>> = { '+': zoom, '=': zoom, '-': 1 / zoom };

/** Shows the whole map. */
export const showAll = (plot: Scatterplot): Promise<void> => plot.zoomToLocation([0, 0], 1);

function act(plot: Scatterplot, key: string): boolean {
  const [x, y] = Array.from(plot.get('cameraTarget')) as [number, number];
  const distance = plot.get('cameraDistance');
  const [right, up] = arrows[key] ?? [0, 0];
  if (key in arrows) plot.zoomToLocation([x + right * distance, y + up * distance], distance);
  else if (key in zooms) plot.zoomToLocation([x, y], distance * zooms[key]!);
  else if (key === '0') showAll(plot);
  else if (key === 'Escape') plot.deselect({ preventEvent: false });
  else return false;
  return true;
}

/** Lets the keyboard do on a focused canvas what the mouse does. */
export function listenToKeys(canvas: PagePart, plot: () => Scatterplot | undefined): void {
  canvas.addEventListener('keydown', (event) => {
    const open = plot();
    if (open && act(open, event.key ?? '')) event.preventDefault();
  });
}
