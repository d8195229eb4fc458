import type PapaParse from 'papaparse';
import { notInstalled, orInstall } from '../../platform/absentPeer.js';

/** The parser of tables. */
export type Papa = typeof PapaParse;

/** Loads papaparse. */
export async function loadPapa(caller: string): Promise<Papa> {
  try {
    // A literal name, so that bundlers find it; directly inside `try`, so that webpack and esbuild accept its absence.
    const found = (await import('papaparse')) as unknown as Partial<Papa> & { default?: Papa };
    // A module in CommonJS, which some bundlers unwrap.
    const papa = found.default ?? found;
    if ('parse' in papa) return papa as Papa;
  } catch (cause) {
    return orInstall(caller, 'papaparse')(cause);
  }
  // A bundler that was told to do without it puts an empty module in its place.
  throw notInstalled(caller, 'papaparse');
}
