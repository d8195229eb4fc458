import { isZbioError } from '../../check/isZbioError.js';
import { drawingKit } from '../../plot/picture/drawingKit.js';
import { loadUmap } from '../../plot/umap/loadUmap.js';
import type { Shell } from '../shell/shell.js';

/** Says, before the work, that a page will have no figures, and which command installs all that they need. */
export async function warnOfFigures({ progress }: Pick<Shell, 'progress'>): Promise<void> {
  try {
    await drawingKit('report', 'light');
    await loadUmap();
  } catch (error) {
    if (!isZbioError(error) || error.code !== 'ZBIO_NO_PEER') throw error;
    progress.line(
      'the page will lack figures: npm install @observablehq/plot umap-js linkedom adds what draws them',
    );
  }
}
