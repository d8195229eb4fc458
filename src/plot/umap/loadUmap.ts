import { notInstalled, orInstall } from '../../platform/absentPeer.js';

/** What this library uses of a layout of `umap-js`. */
export interface Layout {
  setPrecomputedKNN(indices: number[][], distances: number[][]): void;
  initializeFit(rows: number[][]): number;
  step(): number;
  /** The positions, which may be changed in place. */
  getEmbedding(): number[][];
}

type LayoutClass = new (options: {
  nNeighbors: number;
  nEpochs: number;
  minDist: number;
  random: () => number;
}) => Layout;

/** Loads the package `umap-js`. */
export async function loadUmap(): Promise<LayoutClass> {
  try {
    // A literal name, so that bundlers find it; directly inside `try`, so that webpack and esbuild accept its absence.
    const found: Partial<typeof import('umap-js')> & { default?: { UMAP?: LayoutClass } } = await import(
      'umap-js'
    );
    const UMAP = found.UMAP ?? found.default?.UMAP;
    if (UMAP) return UMAP;
  } catch (cause) {
    return orInstall('umap', 'umap-js')(cause);
  }
  // A bundler that was told to do without it puts an empty module in its place.
  throw notInstalled('umap', 'umap-js');
}
