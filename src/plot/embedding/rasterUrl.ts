import { orInstall } from '../../platform/absentPeer.js';
import type { Raster } from './rasterDots.js';

/** What this library uses of a canvas that a page doesn't show. */
interface Canvas {
  getContext(kind: '2d'): { putImageData(image: object, x: number, y: number): void };
  convertToBlob(options: { type: string }): Promise<Blob>;
}

/** What pages and workers have. */
interface Page {
  OffscreenCanvas?: new (width: number, height: number) => Canvas;
  ImageData?: new (data: Uint8ClampedArray, width: number, height: number) => object;
}

async function canvasPng(
  { width, height, data }: Raster,
  { OffscreenCanvas, ImageData }: Required<Page>,
): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

async function encodedPng(raster: Raster, caller: string): Promise<Uint8Array> {
  // Assembled at run time: pages have a canvas, so that their bundlers needn't look for the package.
  const name = ['fast', 'png'].join('-');
  const load: Promise<{ encode(image: Raster): Uint8Array }> = import(
    /* @vite-ignore */ /* webpackIgnore: true */ name
  );
  return (await load.catch(orInstall(caller, name))).encode(raster);
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  }
  return btoa(text);
}

/** An image as the URL of a PNG that holds it: by a canvas in a page, by the optional package `fast-png` in Node. */
export async function rasterUrl(raster: Raster, caller: string): Promise<string> {
  const { OffscreenCanvas, ImageData } = globalThis as Page;
  const png =
    OffscreenCanvas && ImageData
      ? await canvasPng(raster, { OffscreenCanvas, ImageData })
      : await encodedPng(raster, caller);
  return `data:image/png;base64,${base64(png)}`;
}
