import { colourBar, colourBarWidth } from '../picture/colourBar.js';
import type { DrawingKit } from '../picture/drawingKit.js';
import { legible } from '../picture/svgText.js';
import { shortened, textWidth } from '../picture/textWidth.js';
import type { CategoryColouring, Colouring, NumberColouring } from './colouring.js';
import { cellColours } from './colourScale.js';

const size = 12;
const [dotPlace, textPlace] = [10, 20];
const [leastWidth, mostWidth] = [80, 210];

/** Number of columns of a legend, and the height of its lines, in a given height. */
function arranged(count: number, height: number): { columns: number; step: number; rows: number } {
  const most = Math.max(1, Math.floor(height / 14));
  const columns = Math.ceil(count / most);
  const rows = Math.ceil(count / columns);
  return { columns, rows, step: Math.min(20, height / rows) };
}

function columnWidth({ entries }: CategoryColouring): number {
  const widest = Math.max(...entries.map(({ name }) => textWidth(legible(name), size)));
  return Math.ceil(Math.min(mostWidth, Math.max(leastWidth, widest + textPlace + 12)));
}

/** How wide a legend is, in pixels. */
export function legendWidth(colouring: Colouring, height: number): number {
  if (colouring.kind === 'numbers') return colourBarWidth;
  return columnWidth(colouring) * arranged(colouring.entries.length, height).columns;
}

function categoryLegend(colouring: CategoryColouring, height: number, kit: DrawingKit): string {
  const { Plot, draw, theme } = kit;
  const width = columnWidth(colouring);
  const { rows, step } = arranged(colouring.entries.length, height);
  const places = colouring.entries.map(({ name, colour }, i) => ({
    x: Math.floor(i / rows) * width,
    y: (i % rows) * step + step / 2,
    colour,
    name: shortened(legible(name), width - textPlace - 8, size),
    // Shown when a mouse rests on a name that is cut.
    whole: textWidth(legible(name), size) > width - textPlace - 8 ? legible(name) : null,
  }));
  const pixels = { x: 'x', y: 'y' } as const;
  return draw({
    width: legendWidth(colouring, height),
    height,
    margin: 0,
    x: { axis: null, domain: [0, legendWidth(colouring, height)] },
    y: { axis: null, domain: [0, height], range: [0, height] },
    color: { type: 'identity' },
    marks: [
      Plot.dot(places, {
        ...pixels,
        dx: dotPlace,
        r: 5,
        fill: 'colour',
        stroke: theme.line,
        strokeWidth: 0.5,
      }),
      Plot.text(places, {
        ...{ ...pixels, text: 'name', title: 'whole', dx: textPlace },
        ...{ textAnchor: 'start', fontSize: size, fill: theme.text },
      }),
    ],
  });
}

function numberBar(colouring: NumberColouring, name: string, height: number, kit: DrawingKit): string {
  const colours = cellColours(colouring, kit).colours.slice(0, -1);
  const missing = colouring.values.some(Number.isNaN);
  return colourBar({ colours, range: colouring.range, name, missing, height: Math.min(height, 244) }, kit);
}

/** A legend as an SVG element. Made of marks: Plot's own legends are HTML, which an SVG can't contain. */
export function legend(colouring: Colouring, name: string, height: number, kit: DrawingKit): string {
  return colouring.kind === 'categories'
    ? categoryLegend(colouring, height, kit)
    : numberBar(colouring, name, height, kit);
}
