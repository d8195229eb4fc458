/** Fonts of the usual systems, with those that have other scripts than Latin; a renderer takes the first that it has. */
export const fontFamily =
  "'Open Sans', 'Noto Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
