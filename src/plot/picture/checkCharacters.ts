import { failure } from '../../check/errors.js';
import { listed, quoted } from '../../check/quoted.js';
import { fontFamily } from './fontFamily.js';
import type { Renderer } from './loadRenderer.js';

const cell = 32;
const columns = 32;
/** A character that no font has: what is drawn for it, if anything, is drawn for all that are missing. */
const absent = '\u{10FFFD}';

const scripts: Readonly<Record<string, string>> = {
  Chinese: 'Han',
  Japanese: 'Hiragana',
  'Japanese ': 'Katakana',
  Korean: 'Hangul',
  Arabic: 'Arabic',
  Hebrew: 'Hebrew',
  Cyrillic: 'Cyrillic',
  Greek: 'Greek',
  Devanagari: 'Devanagari',
  Bengali: 'Bengali',
  Tamil: 'Tamil',
  Thai: 'Thai',
  Armenian: 'Armenian',
  Georgian: 'Georgian',
  Latin: 'Latin',
};

const scriptOf = (character: string): string =>
  Object.entries(scripts)
    .find(([, script]) => new RegExp(`\\p{Script=${script}}`, 'u').test(character))?.[0]
    .trim() ?? 'symbols';

/** The distinct visible characters of a picture's texts. */
function charactersOf(svg: string): string[] {
  const texts = [...svg.matchAll(/>([^<>]+)</g)].map(([, text]) => text!.replace(/&\w+;/g, ''));
  return [...new Set(texts.join(''))].filter((one) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(one));
}

function gridOf(characters: readonly string[]): string {
  const rows = Math.ceil(characters.length / columns);
  const texts = characters.map((one, i) => {
    const [x, y] = [(i % columns) * cell + 6, Math.floor(i / columns) * cell + 22];
    return `<text x="${x}" y="${y}">${one.replace('&', '&amp;').replace('<', '&lt;')}</text>`;
  });
  const size = `width="${columns * cell}" height="${rows * cell}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${fontFamily}" font-size="16">${texts.join('')}</svg>`;
}

/** The opacities of one place of the grid, as text. */
function drawnAt(i: number, { pixels, width }: { pixels: Uint8Array; width: number }): string {
  const [left, top] = [(i % columns) * cell, Math.floor(i / columns) * cell];
  const rows = Array.from({ length: cell }, (_, row) => {
    const from = ((top + row) * width + left) * 4;
    return pixels
      .subarray(from, from + cell * 4)
      .filter((_, byte) => byte % 4 === 3)
      .join();
  });
  return rows.join(';');
}

const packages: Readonly<Record<string, string>> = {
  Chinese: 'fonts-noto-cjk',
  Japanese: 'fonts-noto-cjk',
  Korean: 'fonts-noto-cjk',
  symbols: 'fonts-noto',
};

function refuse(missing: readonly string[]): never {
  const found = [...new Set(missing.map(scriptOf))];
  const fonts = [...new Set(found.map((script) => packages[script] ?? 'fonts-noto-core'))].join(' ');
  const message =
    `png: no font here has ${missing.length} of the picture's characters (${listed(found)}): ${quoted(missing)}. ` +
    `Install a font that has them (Debian and Ubuntu: apt-get install ${fonts}), or give the path of one: png({ fontFiles: [path] }). ` +
    'The picture as SVG holds the whole text, and a browser shows it.';
  throw failure('ZBIO_NO_PEER', message);
}

/** Throws if a character would be missing in the PNG: the renderer itself leaves it out, or draws a box, without a word. */
export function checkCharacters(svg: string, { Resvg }: Renderer, font: object): void {
  const characters = [absent, ...charactersOf(svg)];
  const picture = new Resvg(gridOf(characters), { font }).render();
  const { pixels, width } = { pixels: picture.pixels, width: picture.width };
  const drawn = characters.map((_, i) => drawnAt(i, { pixels, width }));
  const blank = /^[0,;]*$/;
  const missing = characters.filter((_, i) => i > 0 && (drawn[i] === drawn[0] || blank.test(drawn[i]!)));
  if (missing.length > 0) refuse(missing);
}
