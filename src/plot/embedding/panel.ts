import type { Matrix } from '../../matrix/matrix.js';
import { createRng } from '../../random/rng.js';
import { shuffle } from '../../random/shuffle.js';
import type { DrawingKit } from '../picture/drawingKit.js';
import type { Colouring } from './colouring.js';
import { type CellColours, cellColours } from './colourScale.js';
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

const inset = 8;
/** Pixels of an image of dots per pixel of the picture. */
const density = 2;

/** Smaller dots for more cells. */
const radiusFor = (cells: number): number => Math.max(0.45, Math.min(3, 90 / Math.sqrt(cells)));
const opacity = 0.75;

/** Positions of the cells in pixels from the upper left corner. [cells, 2] */
function pixelsOf({ points: { data, shape }, side }: Panel): Float64Array {
  const out = new Float64Array(data.length);
  for (const axis of [0, 1]) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = axis; i < data.length; i += 2) {
      least = Math.min(least, data[i]!);
      most = Math.max(most, data[i]!);
    }
    const scale = (side - 2 * inset) / (most - least || 1);
    const centre = most > least ? 0 : side / 2 - inset;
    for (let cell = 0; cell < shape[0]; cell++) {
      const along = (data[2 * cell + axis]! - least) * scale + inset + centre;
      out[2 * cell + axis] = axis === 0 ? along : side - along;
    }
  }
  return out;
}

/** Cells are often sorted by batch: in random order, none of the batches hides the others. */
const orderOf = (cells: number): Int32Array =>
  shuffle(
    Int32Array.from({ length: cells }, (_, cell) => cell),
    createRng('plot/order'),
  );

function dotsPlot(
  positions: Float64Array,
  { colours, codes }: CellColours,
  side: number,
  kit: DrawingKit,
): string {
  const { Plot, draw } = kit;
  const cells = Array.from(orderOf(codes.length));
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
        r: radiusFor(codes.length),
        fillOpacity: opacity,
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
  const order = orderOf(coloured.codes.length);
  const size = Math.ceil(order.length / layers);
  const paths = Array.from({ length: layers }, (_, layer) =>
    layerPaths(order.subarray(layer * size, (layer + 1) * size), positions, coloured),
  );
  const width = (2 * radiusFor(order.length)).toFixed(2);
  const style = `fill="none" stroke-linecap="round" stroke-width="${width}" stroke-opacity="${opacity}"`;
  return `<svg width="${side}" height="${side}" ${style}>${paths.join('')}</svg>`;
}

/** Red, green and blue of a colour in the notations of our palettes and of Plot's scales. */
function rgbOf(colour: string): [number, number, number] {
  const parts = colour.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/\d+/g) ?? []).map(Number);
  return [parts[0]!, parts[1]!, parts[2]!];
}

async function dotsImage(
  positions: Float64Array,
  { colours, codes }: CellColours,
  side: number,
  caller: string,
): Promise<string> {
  const dots = {
    ...{ positions: positions.map((at) => at * density), codes, order: orderOf(codes.length), opacity },
    ...{ colours: colours.map(rgbOf), radius: radiusFor(codes.length) * density },
  };
  const size = Math.round(side * density);
  const url = await rasterUrl(rasterDots(dots, { width: size, height: size }), caller);
  return `<svg width="${side}" height="${side}"><image width="${side}" height="${side}" href="${url}"/></svg>`;
}

/** The cells of a map as an SVG element. */
export async function panelDots(panel: Panel, kit: DrawingKit, caller: string): Promise<string> {
  const { colouring, side, dots } = panel;
  const [positions, coloured] = [pixelsOf(panel), cellColours(colouring, kit)];
  if (dots === 'image') return dotsImage(positions, coloured, side, caller);
  return dots === 'paths' ? dotsPaths(positions, coloured, side) : dotsPlot(positions, coloured, side, kit);
}
