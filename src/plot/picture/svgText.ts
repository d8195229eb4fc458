const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// What XML can't hold: control characters and halves of surrogate pairs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are replaced.
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** A text that XML can hold: what it can't is shown as the replacement character. */
export function legible(text: string): string {
  return text.replace(forbidden, '\uFFFD').replace(/\s+/g, ' ');
}

/** A text as the content or the attribute of an element. */
export function escaped(text: string): string {
  return legible(text).replace(/[&<>"]/g, (sign) => escapes[sign]!);
}

/** How a text looks, and where its baseline is. */
export interface TextPlace {
  x: number;
  y: number;
  size?: number;
  fill?: string;
  bold?: boolean;
  anchor?: 'start' | 'middle' | 'end';
}

/** A line of text as an SVG element. */
export function svgText(
  text: string,
  { x, y, size = 12, fill = 'currentColor', bold = false, anchor = 'start' }: TextPlace,
): string {
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${weight}>${escaped(text)}</text>`;
}
