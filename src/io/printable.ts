import type { AnnData } from './anndata.js';
import { describeCells } from './describeCells.js';

/** What Node's `console.log` calls instead of listing every value. */
const print = Symbol.for('nodejs.util.inspect.custom');

function printed(this: AnnData): string {
  try {
    return `AnnData: ${describeCells(this).text}`;
  } catch (error) {
    // The caller may have changed it in any way.
    return `AnnData that contradicts itself: ${(error as Error).message}`;
  }
}

/** Makes `console.log` print a summary of cells, in place. The property isn't listed, compared, copied or sent to threads. */
export function printable(adata: AnnData): AnnData {
  return Object.defineProperty(adata, print, { value: printed, configurable: true, writable: true });
}
