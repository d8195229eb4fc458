import { fontFamily } from './fontFamily.js';
import { type Picture, pictureOf } from './picture.js';
import type { PictureSettings } from './pictureOptions.js';
import { escaped, legible, svgText } from './svgText.js';
import { wrapped } from './textWidth.js';
import { themes } from './themes.js';

/** A part of a picture: an SVG element, and where its upper left corner is. */
export interface Part {
  svg: string;
  x: number;
  y: number;
}

/** What a picture consists of. */
export interface Sheet {
  title: string;
  /** Paragraphs below the title that say what to look at. */
  notes: readonly string[];
  /** Placed below title and note. */
  parts: readonly Part[];
  /** Of the parts together, in pixels. */
  size: { width: number; height: number };
}

export const sheetMargin = 12;
const [titleSize, noteSize] = [15, 12];

/** Lines of title and note, and where they end. */
function heading({ title, notes }: Sheet, width: number, muted: string): { svg: string; bottom: number } {
  const titles = wrapped(legible(title), width, titleSize * 1.06).map((line, i) =>
    svgText(line, { x: sheetMargin, y: sheetMargin + 14 + i * 20, size: titleSize, bold: true }),
  );
  const top = sheetMargin + titles.length * 20 + 2;
  const lines = notes
    .flatMap((note) => wrapped(legible(note), width, noteSize))
    .map((line, i) => svgText(line, { x: sheetMargin, y: top + 12 + i * 16, size: noteSize, fill: muted }));
  return { svg: [...titles, ...lines].join(''), bottom: top + lines.length * 16 + 10 };
}

/** Puts an SVG element of its own size in a place of another. */
function placed({ svg, x, y }: Part, top: number): string {
  return svg.replace('<svg', `<svg x="${x + sheetMargin}" y="${y + top}"`);
}

/** Puts parts below a title, on a background: the whole picture. */
export function sheet(content: Sheet, { theme }: Pick<PictureSettings, 'theme'>): Picture {
  const { background, text, muted } = themes[theme];
  const width = content.size.width + 2 * sheetMargin;
  const { svg: head, bottom } = heading(content, content.size.width, muted);
  const height = Math.ceil(bottom + content.size.height + sheetMargin);
  const parts = content.parts.map((part) => placed(part, bottom)).join('');
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const style = `font-family="${fontFamily}" fill="${text}" color="${text}"`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${style} role="img" aria-label="${escaped(content.title)}">` +
    `<rect width="100%" height="100%" fill="${background}"/>${head}${parts}</svg>`;
  return pictureOf(svg, { width, height });
}
