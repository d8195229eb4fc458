import { svgText } from './svgText.js';
import { textWidth } from './textWidth.js';
import type { Theme } from './themes.js';

/** A series in a key, as it is drawn in the charts. */
export interface KeyItem {
  name: string;
  colour: string;
  /** Default `'dot'`. */
  as?: 'dot' | 'ring' | 'diamond' | 'line' | 'dashes' | 'bar' | 'square';
}

export const keyHeight = 20;
const size = 12;

function markOf({ colour, as = 'dot' }: KeyItem, x: number): string {
  const y = keyHeight / 2;
  const dashes = as === 'dashes' ? ' stroke-dasharray="4 3"' : '';
  const marks = {
    dot: `<circle cx="${x + 9}" cy="${y}" r="5" fill="${colour}"/>`,
    ring: `<circle cx="${x + 9}" cy="${y}" r="4.5" fill="none" stroke="${colour}" stroke-width="2"/>`,
    diamond: `<path d="M${x + 9} ${y - 6}l6 6l-6 6l-6 -6z" fill="${colour}"/>`,
    line: `<path d="M${x} ${y}h18" stroke="${colour}" stroke-width="2" fill="none"/>`,
    dashes: `<path d="M${x} ${y}h18" stroke="${colour}" stroke-width="2" fill="none"${dashes}/>`,
    square: `<rect x="${x + 5}" y="${y - 4.5}" width="9" height="9" fill="${colour}"/>`,
    bar: `<rect x="${x}" y="${y - 5}" width="18" height="10" fill="${colour}"/>`,
  };
  return marks[as];
}

/** A key in one row, as an SVG element. */
export function keyRow(items: readonly KeyItem[], width: number, theme: Theme): string {
  let x = 0;
  const drawn = items.map((item) => {
    const svg = markOf(item, x) + svgText(item.name, { x: x + 24, y: 14, size, fill: theme.text });
    x += 24 + textWidth(item.name, size) + 18;
    return svg;
  });
  return `<svg width="${width}" height="${keyHeight}">${drawn.join('')}</svg>`;
}
