// Pictures of latents for the demo and the docs: UMAP, scatter plots as SVG, and the SVG as PNG.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as Plot from '@observablehq/plot';
import { Resvg } from '@resvg/resvg-js';
import { parseHTML } from 'linkedom';
import { UMAP } from 'umap-js';
import { createRng, type Matrix } from 'zbio';
import { nearestNeighbors } from 'zbio/preprocess';

export interface Panel {
  title: string;
  /** Position of each cell. [cells, 2] */
  points: Matrix;
  /** Category that sets each cell's colour. [cells] */
  colour: ArrayLike<string>;
}

// Okabe and Ito's colours, distinguishable with every kind of colour blindness; beyond eight, Tol's muted colours.
const palette = [
  ...['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#666666', '#F0E442'],
  ...['#332288', '#882255', '#999933', '#88CCEE', '#117733', '#CC6677', '#AA4499', '#44AA99'],
];
const [plotSide, titleHeight, legendWidth, margin] = [300, 26, 130, 8];
const [width, height] = [plotSide + legendWidth + 2 * margin, plotSide + titleHeight + margin];

/** Maps an embedding to two dimensions: cells that are close in `embedding` are close on the map. */
export function umap2d(embedding: Matrix, seed: number): Matrix {
  const [cells, dims] = embedding.shape;
  const rows = Array.from({ length: cells }, (_, i) => [
    ...embedding.data.subarray(i * dims, (i + 1) * dims),
  ]);
  const { k, indices, distances } = nearestNeighbors(embedding, 14);
  const umap = new UMAP({ nNeighbors: k + 1, nEpochs: 150, minDist: 0.3, random: createRng(seed).next });
  const perCell = <T>(row: (from: number, i: number) => T) => rows.map((_, i) => row(i * k, i));
  // UMAP counts a cell as its own first neighbour.
  umap.setPrecomputedKNN(
    perCell((from, i) => [i, ...indices.subarray(from, from + k)]),
    perCell((from) => [0, ...distances.subarray(from, from + k)]),
  );
  return { data: Float32Array.from(umap.fit(rows).flat()), shape: [cells, 2] };
}

// Built from marks: Plot's own legend is HTML, which an SVG can't contain.
function legend(names: string[]): Plot.Markish[] {
  const step = Math.min(19, plotSide / names.length);
  return names.flatMap((name, i) => {
    const place = { frameAnchor: 'top-right', dy: 9 + step * i } as const;
    const text = {
      dx: 28,
      textAnchor: 'start',
      lineAnchor: 'middle',
      lineWidth: 9,
      textOverflow: 'ellipsis',
    } as const;
    return [
      Plot.dot([name], { ...place, dx: 18, r: 5, fill: palette[i % palette.length]! }),
      Plot.text([name], { ...place, ...text }),
    ];
  });
}

function panelSvg({ title, points: { data }, colour }: Panel): string {
  const names = [...new Set(Array.from(colour))].sort();
  const cells = Array.from(colour, (name, i) => ({ x: data[2 * i], y: data[2 * i + 1], name }));
  // Cells are often sorted by batch: in random order, no batch hides the others.
  const dots = Plot.shuffle({ seed: 1, x: 'x', y: 'y', fill: 'name', r: 1.5, fillOpacity: 0.7 });
  return Plot.plot({
    document: parseHTML('<html><body></body></html>').document,
    ...{ width, height, margin, marginTop: titleHeight, marginRight: margin + legendWidth, inset: 8 },
    style: { fontFamily: 'sans-serif', fontSize: '12px' },
    x: { axis: null },
    y: { axis: null },
    color: { domain: names, range: names.map((_, i) => palette[i % palette.length]) },
    marks: [
      Plot.frame({ stroke: '#bbb' }),
      Plot.text([title], { frameAnchor: 'top-left', dy: -20, fontSize: 14, fontWeight: 'bold' }),
      Plot.dot(cells, dots),
      legend(names),
    ],
  }).outerHTML;
}

/** Scatter plots side by side, each with its legend, as the text of one SVG file. */
export function plotLatents({ panels, columns = 2 }: { panels: Panel[]; columns?: number }): string {
  const [across, down] = [Math.min(columns, panels.length), Math.ceil(panels.length / columns)];
  const [fullWidth, fullHeight] = [across * width, down * height];
  const placed = panels.map((panel, i) => {
    const at = `<svg x="${(i % columns) * width}" y="${Math.floor(i / columns) * height}"`;
    // Plot's style sheet is for HTML pages: for an SVG within an SVG, it would override the height.
    return panelSvg(panel)
      .replace('<svg', at)
      .replace(/<style>.*?<\/style>/s, '');
  });
  const size = `width="${fullWidth}" height="${fullHeight}" viewBox="0 0 ${fullWidth} ${fullHeight}"`;
  const ground = '<rect width="100%" height="100%" fill="white"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${ground}${placed.join('')}</svg>`;
  // A tenth of a pixel is enough, and halves the file.
  return svg.replace(/(c[xy]="\d+\.\d)\d+/g, '$1');
}

/** Renders an SVG as PNG at twice its size, with a bundled font: without any font on the machine, text would be missing. */
export function toPng(svg: string): Uint8Array {
  const fontFiles = ['400Regular', '700Bold'].map((style) =>
    fileURLToPath(import.meta.resolve(`@expo-google-fonts/open-sans/${style}/OpenSans_${style}.ttf`)),
  );
  const font = { loadSystemFonts: false, fontFiles, sansSerifFamily: 'Open Sans' };
  return new Resvg(svg, { background: 'white', fitTo: { mode: 'zoom', value: 2 }, font }).render().asPng();
}

/** Writes a picture twice: as `path.svg` and as `path.png`. */
export async function writePicture(path: string, svg: string): Promise<void> {
  await writeFile(`${path}.svg`, svg);
  await writeFile(`${path}.png`, toPng(svg));
}
