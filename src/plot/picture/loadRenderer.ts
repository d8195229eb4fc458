import { failure } from '../../check/errors.js';
import { orInstall } from '../../platform/absentPeer.js';
import { inNode } from '../../platform/inNode.js';

/** What this library uses of `@resvg/resvg-js`. */
export interface Renderer {
  Resvg: new (
    svg: string,
    options: object,
  ) => { render(): { asPng(): Uint8Array; pixels: Uint8Array; width: number; height: number } };
}

/** Loads the package `@resvg/resvg-js`. */
export async function loadRenderer(): Promise<Renderer> {
  if (!inNode()) {
    throw failure('ZBIO_NO_PEER', 'png: works in Node only. In a page, use element() or svg of the picture.');
  }
  // Assembled at run time, so that a bundler for browsers doesn't look for the package.
  const name = ['@resvg', 'resvg-js'].join('/');
  const load: Promise<Renderer> = import(/* @vite-ignore */ /* webpackIgnore: true */ name);
  return load.catch(orInstall('png', name));
}
