// A map of cells in a page. scripts/browser/checkMap.mjs drives it by `window.mapTest`.
import { createRng } from 'zbio/nn';
import { interactiveEmbedding } from 'zbio/plot';
import { comparedGrids, expectedGrid, inUnits, seenGrid } from './grids.js';

// Every WebGL that the page opens, so that a test can take one away.
const opened = [];
const { getContext } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  const context = getContext.call(this, kind, ...rest);
  if (kind === 'webgl' && context) opened.push(context);
  return context;
};

const container = document.querySelector('#map');
/** Centres of the groups; a map that is mirrored, turned or transposed has other ones. */
const centres = [
  [-6, 0],
  [-2, 5],
  [3, 4],
  [6, -1],
  [1, -5],
  [-5, -6],
];
const colours = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00'];

let [points, groups, map] = [];
const told = { selected: [], hovered: [] };

function makeCells(cells) {
  const data = createRng(1).normals(new Float32Array(2 * cells));
  groups = Int32Array.from({ length: cells }, (_, cell) => cell % centres.length);
  for (let i = 0; i < data.length; i++) data[i] = data[i] * 0.6 + centres[groups[i >> 1]][i % 2];
  points = { data, shape: [cells, 2] };
  return {
    labels: { categories: centres.map((_, i) => `type ${i + 1}`), codes: groups },
    batch: Array.from(groups, (_, cell) => `batch ${1 + (cell % 5)}`),
    depth: Float32Array.from({ length: cells }, (_, cell) => data[2 * cell]),
  };
}

const canvas = () => container.querySelector('canvas');

window.mapTest = {
  told,
  /** Opens a map; returns how long that took, in ms. */
  async open(cells, options = {}) {
    const columns = makeCells(cells);
    const from = performance.now();
    const onSelect = (found) => told.selected.push(Array.from(found));
    const onHover = (cell) => told.hovered.push(cell);
    map = await interactiveEmbedding(container, points, columns, {
      colourBy: 'labels',
      onSelect,
      onHover,
      ...options,
    });
    return performance.now() - from;
  },
  /** Compares what is drawn with what the data say, seen from a place. */
  compare({ target = [0, 0], distance = 1, mirrored = false } = {}) {
    const { width, height } = canvas();
    const image = canvas().getContext('2d').getImageData(0, 0, width, height);
    const units = inUnits(points.data);
    if (mirrored) for (let i = 0; i < units.length; i += 2) units[i] *= -1;
    const expected = expectedGrid(
      { units, codes: groups, colours: colours.length },
      { width, height, target, distance },
    );
    return comparedGrids(expected, seenGrid(image, colours));
  },
  /** Where a group is, in pixels of the window. */
  placeOf(group) {
    const { left, top, width, height } = canvas().getBoundingClientRect();
    const units = inUnits(points.data);
    let [x, y, count] = [0, 0, 0];
    for (let cell = group; cell < groups.length; cell += centres.length) {
      x += units[2 * cell];
      y += units[2 * cell + 1];
      count++;
    }
    return {
      x: left + width / 2 + ((x / count) * height) / 2,
      y: top + height / 2 - ((y / count) * height) / 2,
    };
  },
  select: (cells) => map.select(cells),
  selected: () => Array.from(map.selected),
  groups: () => Array.from(groups),
  recolour: async (name, column) => {
    const from = performance.now();
    await map.recolour(name, column);
    return performance.now() - from;
  },
  /** Does to the map what a crash of the driver does. */
  loseWebgl: () => opened.at(-1).getExtension('WEBGL_lose_context').loseContext(),
  destroy() {
    map.destroy();
    map.destroy();
    return container.childElementCount;
  },
  async refusal(call) {
    try {
      await call(map, container);
    } catch ({ code, message }) {
      return { code, message };
    }
  },
  /** Forgets the cells, which are the page's, so that what is left is the library's. */
  forget() {
    [points, groups, map] = [];
    told.selected.length = 0;
    opened.length = 0;
  },
};
document.title = 'ready';
