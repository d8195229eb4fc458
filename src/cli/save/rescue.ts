import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { H5adAdditions } from '../../io/h5ad/addToH5ad.js';
import type { Matrix } from '../../matrix/matrix.js';

type Save = (path: string) => Promise<unknown>;

/**
 * Saves what must not be lost to the first place that takes it: beside the output, in the current folder, or among the temporary
 * files.
 *
 * @param what - Its name, for the message.
 * @returns A clause that says where it is, or that it is lost and why.
 */
export async function rescue(what: string, out: string, ending: string, save: Save): Promise<string> {
  const besides = out.endsWith(`.${ending}`)
    ? `${out.slice(0, -ending.length)}rescued.${ending}`
    : `${out}.${ending}`;
  const name = basename(besides);
  let reason = '';
  for (const path of [besides, name, join(tmpdir(), name)]) {
    try {
      await save(path);
      return `${what} is in ${path}`;
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  return `${what} is lost (${reason})`;
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
export function saveLatents(cells: readonly string[], { obsm = {} }: H5adAdditions): Save {
  const latents = Object.entries(obsm).filter(([name]) => name !== 'X_corrected');
  return (path) => writeFile(path, lines(cells, latents));
}
