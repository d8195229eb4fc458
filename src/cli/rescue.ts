import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Matrix } from '../matrix/matrix.js';

import type { Additions } from './results.js';

type Save = (path: string) => Promise<unknown>;

/**
 * Saves what must not be lost to the first place that takes it: beside the output, in the current folder, or among the temporary
 * files.
 *
 * @param what - Its name, for the message.
 * @returns What follows 'Kept:' in the message.
 */
export async function rescue(what: string, out: string, ending: string, save: Save): Promise<string> {
  const name = `${basename(out)}.${ending}`;
  let reason = '';
  for (const path of [`${out}.${ending}`, name, join(tmpdir(), name)]) {
    try {
      await save(path);
      return `${what} in ${path}`;
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  return `not ${what} (${reason})`;
}

const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function* lines(cells: readonly string[], latents: readonly [string, Matrix][]): Generator<string> {
  const names = latents.flatMap(([name, { shape }]) =>
    Array.from({ length: shape[1] }, (_, i) => `${name}_${i}`),
  );
  yield `cell,${names.join(',')}\n`;
  for (const [row, cell] of cells.entries()) {
    const values = latents.map(
      ([
        ,
        {
          data,
          shape: [, width],
        },
      ]) => data.subarray(row * width, (row + 1) * width).join(','),
    );
    yield `${quoted(cell)},${values.join(',')}\n`;
  }
}

/** Saves latents as text, which needs nothing but a disk: one line per cell. */
export function saveLatents(cells: readonly string[], { obsm }: Additions): Save {
  const latents = Object.entries(obsm).filter(([name]) => name !== 'X_corrected');
  return (path) => writeFile(path, lines(cells, latents));
}
