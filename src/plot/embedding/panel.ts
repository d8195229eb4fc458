import type { Matrix } from '../../matrix/matrix.js';
import type { DrawingKit } from '../picture/drawingKit.js';
import type { Colouring } from './colouring.js';
import { type CellColours, cellColours } from './colourScale.js';
import { dotOpacity, dotPositions, dotRadius, drawingOrder, rgbOf } from './dots.js';
import { rasterDots } from './rasterDots.js';
import { rasterUrl } from './rasterUrl.js';

/** A map of cells, coloured by a column. */
export interface Panel {
  /** [cells, 2] */
  points: Matrix;
  colouring: Colouring;
  /** Side of the square, in pixels. */
  side: number;
  /** Whether the dots are one image instead of one element each. */
  raster: boolean;
}

/** Pixels of an image of dots per pixel of the picture. */
const density = 2;

function dotsPlot(
  positions: Float64Array,
  { colours, codes }: CellColours,
  side: number,
  kit: DrawingKit,
): string {
  const { Plot, draw } = kit;
  const cells = Array.from(drawingOrder(codes.length));
  return draw({
    ...{ width: side, height: side, margin: 0 },
    x: { axis: null, domain: [0, side], range: [0, side] },
    y: { axis: null, domain: [0, side], range: [0, side] },
    color: { type: 'identity' },
    marks: [
      Plot.dot(cells, {
        x: (cell: number) => positions[2 * cell],
        y: (cell: number) => positions[2 * cell + 1],
        fill: (cell: number) => colours[codes[cell]!],
        r: dotRadius(codes.length),
        fillOpacity: dotOpacity,
      }),
    ],
  });
}

async function dotsImage(
  positions: Float64Array,
  { colours, codes }: CellColours,
  side: number,
  caller: string,
): Promise<string> {
  const dots = {
    ...{
      positions: positions.map((at) => at * density),
      codes,
      order: drawingOrder(codes.length),
      opacity: dotOpacity,
    },
    ...{ colours: colours.map(rgbOf), radius: dotRadius(codes.length) * density },
  };
  const size = Math.round(side * density);
  const url = await rasterUrl(rasterDots(dots, { width: size, height: size }), caller);
  return `<svg width="${side}" height="${side}"><image width="${side}" height="${side}" href="${url}"/></svg>`;
}

/** The cells of a map as an SVG element: one circle each, or one image of all. */
export async function panelDots(panel: Panel, kit: DrawingKit, caller: string): Promise<string> {
  const { points, colouring, side, raster } = panel;
  const [positions, coloured] = [dotPositions(points, side), cellColours(colouring, kit)];
  return raster ? dotsImage(positions, coloured, side, caller) : dotsPlot(positions, coloured, side, kit);
}
