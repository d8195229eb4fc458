import { numberWithin, textList, trueOrFalse } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { checkCharacters } from './checkCharacters.js';
import { loadRenderer } from './loadRenderer.js';

/** Options of a picture's `png`. */
export interface PngOptions {
  /** Pixels of the PNG per pixel of the picture, 0.1 to 10; default 2. */
  scale?: number;
  /** Paths of font files (TTF, OTF) to use in addition to the fonts of the system. */
  fontFiles?: readonly string[];
  /** Whether to use the fonts of the system; default true. False gives the same PNG on every machine, with `fontFiles` alone. */
  systemFonts?: boolean;
}

const table = {
  scale: (argument, given = 2) => numberWithin(argument, given, 0.1, 10),
  fontFiles: (argument, given = []) => textList(argument, given),
  systemFonts: (argument, given = true) => trueOrFalse(argument, given),
} satisfies OptionTable<PngOptions>;

/** Renders an SVG as PNG, after a check that its whole text will be drawn. */
export async function svgToPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  const { scale, fontFiles, systemFonts } = readOptions('png', options, table);
  const renderer = await loadRenderer();
  const font = { loadSystemFonts: systemFonts, fontFiles: [...fontFiles] };
  checkCharacters(svg, renderer, font);
  return new renderer.Resvg(svg, { fitTo: { mode: 'zoom', value: scale }, font }).render().asPng();
}
