/** Dots to draw: positions and radius in pixels. */
export interface Dots {
  /** Position of each cell. [cells, 2] */
  positions: Float64Array;
  /** Red, green and blue of each colour, 0 to 255. */
  colours: readonly (readonly [number, number, number])[];
  /** Index into `colours`. [cells] */
  codes: Int32Array;
  /** The cells in the order in which they are drawn. [cells] */
  order: Int32Array;
  radius: number;
  opacity: number;
}

/** An image: red, green, blue and opacity of each pixel, row after row. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

/** How much of a pixel a disc covers, by the distance of their centres: all within, none beyond, the edge in between. */
const coverage = (distance: number, radius: number): number =>
  Math.min(1, Math.max(0, radius + 0.5 - distance));

/** Lays a colour over a pixel, whose own colour isn't multiplied by its opacity. */
function blend(data: Uint8Array, at: number, colour: readonly [number, number, number], alpha: number): void {
  const below = data[at + 3]! / 255;
  const both = alpha + below * (1 - alpha);
  for (let channel = 0; channel < 3; channel++) {
    data[at + channel] = (colour[channel]! * alpha + data[at + channel]! * below * (1 - alpha)) / both;
  }
  data[at + 3] = 255 * both;
}

/** Draws discs into an image with a transparent background: a million in a second, where as many elements would choke any reader. */
export function rasterDots(dots: Dots, { width, height }: { width: number; height: number }): Raster {
  const { positions, colours, codes, order, radius, opacity } = dots;
  const data = new Uint8Array(width * height * 4);
  for (const cell of order) {
    const [x, y] = [positions[2 * cell]!, positions[2 * cell + 1]!];
    const colour = colours[codes[cell]!]!;
    const [left, right] = [
      Math.max(0, Math.floor(x - radius - 0.5)),
      Math.min(width - 1, Math.ceil(x + radius)),
    ];
    const [top, bottom] = [
      Math.max(0, Math.floor(y - radius - 0.5)),
      Math.min(height - 1, Math.ceil(y + radius)),
    ];
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const covered = coverage(Math.hypot(column + 0.5 - x, row + 0.5 - y), radius);
        if (covered > 0) blend(data, (row * width + column) * 4, colour, covered * opacity);
      }
    }
  }
  return { width, height, data };
}
