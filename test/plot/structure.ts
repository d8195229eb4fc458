import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import type { Picture } from 'zbio/plot';

/** The font that tests draw with: other fonts may be missing, or drawn differently, on another machine. */
export const openSans = {
  systemFonts: false,
  fontFiles: ['400Regular', '700Bold'].map((style) =>
    fileURLToPath(import.meta.resolve(`@expo-google-fonts/open-sans/${style}/OpenSans_${style}.ttf`)),
  ),
};

/** What a picture consists of. */
export interface Structure {
  /** All texts, in the order of the file. */
  texts: string[];
  /** Number of elements that a CSS selector finds. */
  count(selector: string): number;
  /** Values of an attribute of the elements that a CSS selector finds. */
  values(selector: string, attribute: string): string[];
}

export function structureOf({ svg }: Picture): Structure {
  const { document } = parseHTML(`<html><body>${svg}</body></html>`);
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  return {
    texts: all('text').map((text) => String(text.textContent)),
    count: (selector) => all(selector).length,
    values: (selector, attribute) => all(selector).map((one) => String(one.getAttribute(attribute))),
  };
}

/** The pixels of a PNG, and how many in a rectangle (in shares of the sides) don't have the colour of the upper left one. */
export async function drawnShare(
  picture: Picture,
  [left, top, right, bottom]: [number, number, number, number],
): Promise<number> {
  const { width, height, data, channels } = decode(await picture.png({ ...openSans, scale: 1 }));
  const pixel = (x: number, y: number) =>
    data.slice((y * width + x) * channels, (y * width + x) * channels + 3).join();
  const ground = pixel(0, 0);
  let [drawn, all] = [0, 0];
  for (let y = Math.floor(top * height); y < bottom * height; y++) {
    for (let x = Math.floor(left * width); x < right * width; x++) {
      all++;
      if (pixel(x, y) !== ground) drawn++;
    }
  }
  return drawn / all;
}
