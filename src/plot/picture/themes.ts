/** Colours of everything in a picture that isn't data. */
export interface Theme {
  background: string;
  text: string;
  /** Text and lines that may recede. */
  muted: string;
  /** Frames, grids and bars behind the data. */
  line: string;
  /** Data that is missing, or that is summed up as 'others'. */
  missing: string;
}

/** A theme by name. */
export type ThemeName = 'light' | 'dark';

export const themeNames: readonly ThemeName[] = ['light', 'dark'];

export const themes: Readonly<Record<ThemeName, Theme>> = {
  light: { background: '#ffffff', text: '#1b1e23', muted: '#5b626c', line: '#cdd2d9', missing: '#b4b4b4' },
  dark: { background: '#14171c', text: '#eceef1', muted: '#a6aeb8', line: '#454c57', missing: '#6e6e6e' },
};
