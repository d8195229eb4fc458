import type { ThemeName } from './themes.js';

/** The series that stand beside each other in a picture. */
export const seriesColours: Readonly<Record<'first' | 'second' | 'third' | 'accent', string>> = {
  first: '#0072B2',
  second: '#E69F00',
  third: '#009E73',
  accent: '#D55E00',
};

/**
 * Okabe and Ito's colours (Color Universal Design, 2008), distinguishable with every common kind of colour blindness. Their black is
 * left out: a dark background would hide it, and grey stands for what has no category.
 */
const okabeIto = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#F0E442'];

/** Number of categories with a hue of their own. */
export const hues: number = okabeIto.length;

/** Number of categories with a colour of their own. */
export const mostColours: number = 3 * hues;

/** Mixes a colour with black (0) or white (255). */
function mixed(colour: string, end: 0 | 255, share: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const hex = parts.map((part) =>
    Math.round(part + (end - part) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}

/**
 * Colours for categories: seven hues; beyond, the same hues darker and lighter, which the eye tells apart by brightness. Those that
 * stand out least from the background come last.
 *
 * @param count - At most {@link mostColours}.
 */
export function coloursFor(count: number, theme: ThemeName = 'light'): string[] {
  const darker = okabeIto.map((colour) => mixed(colour, 0, 0.42));
  const lighter = okabeIto.map((colour) => mixed(colour, 255, 0.55));
  const further = theme === 'light' ? [darker, lighter] : [lighter, darker];
  return [...okabeIto, ...further.flat()].slice(0, count);
}
