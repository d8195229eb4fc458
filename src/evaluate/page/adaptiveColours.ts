import { coloursFor, mostColours } from '../../plot/picture/palette.js';
import { type ThemeName, themes } from '../../plot/picture/themes.js';

/** Every colour of a theme, with the name of its CSS variable. */
function namedColours(theme: ThemeName): [name: string, colour: string][] {
  const categories = coloursFor(mostColours, theme).map((colour, i): [string, string] => [`c${i}`, colour]);
  return [...Object.entries(themes[theme]), ...categories];
}

/** Declares the colours of a theme as CSS variables. */
export function colourVariables(theme: ThemeName): string {
  return namedColours(theme)
    .map(([name, colour]) => `--${name}:${colour};`)
    .join('');
}

/** Has a picture of the light theme take its colours from the page, which may be light or dark. */
export function adaptive(svg: string): string {
  const names = new Map(namedColours('light').map(([name, colour]) => [colour, name]));
  return svg.replace(/<[^>]+>/g, (tag) =>
    tag.replace(/ (fill|stroke|color)="(#\w{6})"/g, (whole, attribute, colour) => {
      const name = names.get(colour);
      return name ? ` ${attribute}="var(--${name})"` : whole;
    }),
  );
}
