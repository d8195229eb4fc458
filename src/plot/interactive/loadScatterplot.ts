import { notInstalled, orInstall } from '../../platform/absentPeer.js';
import type { PagePart } from './pageParts.js';

/** What this library uses of a renderer of `regl-scatterplot`. */
export interface Renderer {
  resize(width: number, height: number): void;
  destroy(): void;
}

/** A dot: its place, from -1 to 1 in both directions, and the index of its colour. */
export type DotRow = [x: number, y: number, colour: number];

/** What this library uses of a plot of `regl-scatterplot`. */
export interface Scatterplot {
  draw(rows: readonly DotRow[], options: { spatialIndex?: ArrayBuffer | undefined }): Promise<void>;
  select(dots: number[], options: { preventEvent: boolean }): void;
  deselect(options: { preventEvent: boolean }): void;
  set(options: object): unknown;
  get(name: 'selectedPoints'): number[];
  get(name: 'spatialIndex'): ArrayBuffer | undefined;
  get(name: 'cameraTarget'): ArrayLike<number>;
  get(name: 'cameraDistance'): number;
  /** The view as a matrix, which the plot changes in place. */
  get(name: 'cameraView'): Float32Array;
  zoomToLocation(target: [number, number], distance: number): Promise<void>;
  subscribe(event: 'select' | 'deselect', listener: () => void): unknown;
  subscribe(event: 'pointover' | 'pointout', listener: (dot: number) => void): unknown;
  destroy(): void;
}

/** What this library uses of the package `regl-scatterplot`. */
export interface ScatterplotPackage {
  default(options: object): Scatterplot;
  createRenderer(options: { canvas: PagePart }): Renderer;
}

/** Loads the package `regl-scatterplot`. */
export async function loadScatterplot(caller: string): Promise<ScatterplotPackage> {
  try {
    // A literal name, so that bundlers find it; directly inside `try`, so that webpack and esbuild accept its absence.
    const found: object = await import('regl-scatterplot');
    if ('createRenderer' in found) return found as ScatterplotPackage;
  } catch (cause) {
    return orInstall(caller, 'regl-scatterplot')(cause);
  }
  // A bundler that was told to do without it puts an empty module in its place.
  throw notInstalled(caller, 'regl-scatterplot');
}
