import type { Matrix } from '../../matrix/matrix.js';
import type { DrawingKit } from '../picture/drawingKit.js';
import type { Colouring } from './colouring.js';
import { type CellColours, cellColours } from './colourScale.js';
import { dotOpacity, dotPositions, dotRadius, drawingOrder, rgbOf } from './dots.js';
import { rasterDots } from './rasterDots.js';
import { rasterUrl } from './rasterUrl.js';

/** How dots are drawn: one circle each, a few paths of many dots each, or one image of all. */
export type DotsKind = 'circles' | 'paths' | 'image';

/** A map of cells, coloured by a column. */
export interface Panel {
  /** [cells, 2] */
  points: Matrix;
  colouring: Colouring;
  /** Side of the square, in pixels. */
  side: number;
  dots: DotsKind;
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

/** Layers of paths that lie upon each other: with several, no colour hides the others. */
const layers = 16;

/** All dots of a layer, one path per colour: a dot is a line without length, with round ends. */
function layerPaths(cells: Int32Array, positions: Float64Array, { colours, codes }: CellColours): string {
  const lines = new Map<number, string[]>();
  for (const cell of cells) {
    const [x, y] = [positions[2 * cell]!.toFixed(1), positions[2 * cell + 1]!.toFixed(1)];
    const line = lines.get(codes[cell]!) ?? [];
    line.push(`M${x} ${y}h.01`);
    lines.set(codes[cell]!, line);
  }
  return [...lines].map(([code, line]) => `<path stroke="${colours[code]}" d="${line.join('')}"/>`).join('');
}

function dotsPaths(positions: Float64Array, coloured: CellColours, side: number): string {
  const order = drawingOrder(coloured.codes.length);
  const size = Math.ceil(order.length / layers);
  const paths = Array.from({ length: layers }, (_, layer) =>
    layerPaths(order.subarray(layer * size, (layer + 1) * size), positions, coloured),
  );
  const width = (2 * dotRadius(order.length)).toFixed(2);
  const style = `fill="none" stroke-linecap="round" stroke-width="${width}" stroke-opacity="${dotOpacity}"`;
  return `<svg width="${side}" height="${side}" ${style}>${paths.join('')}</svg>`;
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

/** The cells of a map as an SVG element. */
export async function panelDots(panel: Panel, kit: DrawingKit, caller: string): Promise<string> {
  const { points, colouring, side, dots } = panel;
  const [positions, coloured] = [dotPositions(points, side), cellColours(colouring, kit)];
  if (dots === 'image') return dotsImage(positions, coloured, side, caller);
  return dots === 'paths' ? dotsPaths(positions, coloured, side) : dotsPlot(positions, coloured, side, kit);
}
