// The structure of a picture: in squares of 12 pixels, how much of each colour there is.
const square = 12;
/** The share of a map's height that its cells fill: the picture keeps a margin. */
const filled = 424 / 440;

/** Positions from -1 to 1, each axis for itself. */
export function inUnits(data) {
  const units = new Float64Array(data.length);
  for (const axis of [0, 1]) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = axis; i < data.length; i += 2) {
      least = Math.min(least, data[i]);
      most = Math.max(most, data[i]);
    }
    for (let i = axis; i < data.length; i += 2)
      units[i] = ((2 * (data[i] - least)) / (most - least) - 1) * filled;
  }
  return units;
}

const gridOf = (width, height, colours) => {
  const [columns, rows] = [Math.floor(width / square), Math.floor(height / square)];
  return { columns, rows, colours, counts: new Float64Array(columns * rows * colours) };
};

function count(grid, x, y, colour) {
  const [column, row] = [Math.floor(x / square), Math.floor(y / square)];
  if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return;
  grid.counts[(row * grid.columns + column) * grid.colours + colour]++;
}

/** Cells of each colour in each square, by the data. */
export function expectedGrid({ units, codes, colours }, { width, height, target, distance }) {
  const grid = gridOf(width, height, colours);
  for (const [cell, code] of codes.entries()) {
    const x = width / 2 + ((units[2 * cell] - target[0]) / distance) * (height / 2);
    const y = height / 2 - ((units[2 * cell + 1] - target[1]) / distance) * (height / 2);
    count(grid, x, y, code);
  }
  return grid;
}

const rgb = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Pixels of each colour in each square of an image on white. A pixel has the colour whose hue it shows, however pale. */
export function seenGrid({ data, width, height }, colours) {
  const grid = gridOf(width, height, colours.length);
  const directions = colours.map((colour) => rgb(colour).map((part) => 255 - part));
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = data[4 * pixel + 3] / 255;
    const ink = [0, 1, 2].map((part) => (255 - data[4 * pixel + part]) * alpha);
    if (Math.hypot(...ink) < 40) continue;
    const likeness = directions.map(
      (direction) => direction.reduce((sum, part, i) => sum + part * ink[i], 0) / Math.hypot(...direction),
    );
    count(grid, pixel % width, Math.floor(pixel / width), likeness.indexOf(Math.max(...likeness)));
  }
  return grid;
}

/** The share of squares with cells or colour in which the picture shows what the data say: nothing, or the colour of most cells. */
export function comparedGrids(expected, seen) {
  const { columns, rows, colours } = expected;
  let [squares, wrong] = [0, 0];
  for (let at = 0; at < columns * rows; at++) {
    const cells = expected.counts.subarray(at * colours, (at + 1) * colours);
    const pixels = seen.counts.subarray(at * colours, (at + 1) * colours);
    const [all, most] = [cells.reduce((a, b) => a + b), Math.max(...cells)];
    // Dots reach over the edge of their square.
    const coloured = pixels.reduce((a, b) => a + b) > 0.2 * square ** 2;
    if (all >= 3 && most > 0.8 * all) {
      squares++;
      const right = pixels[cells.indexOf(most)];
      if (right === 0 || right < Math.max(...pixels)) wrong++;
    } else if (all === 0 && coloured) {
      squares++;
      wrong++;
    }
  }
  return { squares, agreeing: 1 - wrong / squares };
}
