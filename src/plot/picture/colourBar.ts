import type { DrawingKit } from './drawingKit.js';
import { legible } from './svgText.js';
import { shortened } from './textWidth.js';

/** What a bar of colours explains. */
export interface ColourBar {
  /** From the least number to the largest. */
  colours: readonly string[];
  range: readonly [least: number, most: number];
  /** What the numbers are, with their unit. */
  name: string;
  /** Whether there are cells without a number. */
  missing?: boolean;
  /** In pixels. */
  height: number;
}

/** In pixels. */
export const colourBarWidth = 96;
const [left, right, top, bottom] = [8, 68, 26, 28];

/** The legend of a scale as an SVG element. */
export function colourBar(
  { colours, range, name, missing = false, height }: ColourBar,
  kit: DrawingKit,
): string {
  const { Plot, draw, theme } = kit;
  const [least, most] = range;
  const step = (most - least || 1) / colours.length;
  const bars = colours.map((colour, i) => ({ colour, from: least + i * step, to: least + (i + 1) * step }));
  const none = { frameAnchor: 'bottom-left', dy: 18 } as const;
  return draw({
    ...{ width: colourBarWidth, height },
    ...{ marginLeft: left, marginRight: right, marginTop: top, marginBottom: bottom },
    x: { axis: null, domain: [0, 1] },
    y: { axis: 'right', label: null, ticks: 5, tickSize: 4, domain: [least, least + colours.length * step] },
    color: { type: 'identity' },
    style: { fontSize: '11px' },
    marks: [
      Plot.rect(bars, { x1: 0, x2: 1, y1: 'from', y2: 'to', fill: 'colour', inset: -0.3 }),
      Plot.text([shortened(legible(name), colourBarWidth - left, 12)], {
        ...{ frameAnchor: 'top-left', dy: -22, fontSize: 12, fill: theme.text },
      }),
      missing ? Plot.dot([0], { ...none, dx: 6, r: 5, fill: theme.missing }) : null,
      missing ? Plot.text(['(missing)'], { ...none, dx: 16, lineAnchor: 'middle', fontSize: 11 }) : null,
    ],
  });
}
