import { numberWithin, oneOf, optional, text } from '../../check/checks.js';
import { type ThemeName, themeNames } from './themes.js';

/** Options that all pictures have. */
export interface PictureOptions {
  /** Title, in any script; by default, it says what to look for. */
  title?: string;
  /** Colours of background, text and lines; default `'light'`. */
  theme?: ThemeName;
  /** Width, in pixels, 320 to 4,000; default 800. */
  width?: number;
}

/** Entries of the option table of every picture. */
export const pictureTable: {
  title(argument: string, given: string | undefined): string | undefined;
  theme(argument: string, given: ThemeName | undefined): ThemeName;
  width(argument: string, given: number | undefined): number;
} = {
  title: optional(text),
  theme: (argument, given = 'light') => oneOf(argument, given, themeNames),
  width: (argument, given = 800) => numberWithin(argument, given, 320, 4000),
};

/** The options of a picture, read. */
export interface PictureSettings {
  title?: string | undefined;
  theme: ThemeName;
  width: number;
}
