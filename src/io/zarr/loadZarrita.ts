import { notInstalled, orInstall } from '../../platform/absentPeer.js';

/** The zarrita module. */
export type Zarrita = typeof import('zarrita');

/** Loads zarrita. */
export async function loadZarrita(): Promise<Zarrita> {
  try {
    // A literal name, so that bundlers find it; directly inside `try`, so that webpack and esbuild accept its absence.
    const found = await import('zarrita');
    if ('open' in found) return found;
  } catch (cause) {
    return orInstall('readZarr', 'zarrita')(cause);
  }
  // A bundler that was told to do without it puts an empty module in its place.
  throw notInstalled('readZarr', 'zarrita');
}
