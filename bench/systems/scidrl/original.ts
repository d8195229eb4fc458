import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { selectColumns } from '../../../src/matrix/selectColumns.js';
import { readFloats } from '../../lib/arrayFile.js';
import { exists } from '../../lib/exists.js';
import { pythonEnv, pythonFile } from '../../lib/pythonEnv.js';
import { runToEnd } from '../../lib/runToEnd.js';
import type { CellSet } from './cellSets.js';
import type { Integrated } from './integrated.js';

// Results are kept, because the original code doesn't change and takes minutes.
const cache = fileURLToPath(new URL('../../../.cache/systems/scidrl/', import.meta.url));
/** Columns of the original's embedding: z_noise, then z_bio. */
const [noise, latent] = [2, 16];
// Leading zeros: the original code sorts the cells by name.
const cellName = (row: number): string => `cell${String(row).padStart(6, '0')}`;

async function writeCsv(
  path: string,
  heading: string[],
  row: (i: number) => string,
  rows: number,
): Promise<void> {
  const lines = Array.from({ length: rows }, (_, i) => `${cellName(i)},${row(i)}`);
  await writeFile(path, [`,${heading.join(',')}`, ...lines, ''].join('\n'));
}

async function writeCells(stem: string, { x, batch }: CellSet): Promise<[cells: string, meta: string]> {
  const [rows, genes] = x.shape;
  const names = Array.from({ length: genes }, (_, gene) => `gene${gene}`);
  const paths: [string, string] = [`${stem}.cells.csv`, `${stem}.meta.csv`];
  await writeCsv(paths[0], names, (i) => x.data.subarray(i * genes, (i + 1) * genes).join(','), rows);
  await writeCsv(paths[1], ['batch'], (i) => batch[i]!, rows);
  return paths;
}

/** Trains the original SCIDRL code on a set, once. */
async function train(
  set: CellSet,
  seed: number,
  epochs: number,
  sources: string,
  stem: string,
): Promise<void> {
  if (await exists(`${stem}.corrected.f32`)) return;
  await mkdir(cache, { recursive: true });
  const [cells, meta] = await writeCells(stem, set);
  const python = await pythonEnv(pythonFile('requirements-scidrl.txt'));
  const args = [sources, cells, meta, String(seed), String(epochs), stem];
  await runToEnd(python, [pythonFile('systems/scidrl.py'), ...args]);
}

/** The embedding and the corrected expression of the original SCIDRL code. */
export async function original(
  set: CellSet,
  seed: number,
  epochs: number,
  sources: string,
): Promise<Integrated> {
  const stem = join(cache, `${set.name}.${set.x.shape[1]}.${epochs}.${seed}`);
  await train(set, seed, epochs, sources, stem);
  const [rows] = set.x.shape;
  const embedding: Matrix = { data: await readFloats(`${stem}.embedding.f32`), shape: [rows, latent] };
  const biological = Array.from({ length: latent - noise }, (_, i) => noise + i);
  const corrected: Matrix = { data: await readFloats(`${stem}.corrected.f32`), shape: set.x.shape };
  // Its correcting branch has its own batch norm, which training doesn't update.
  return { bio: selectColumns(embedding, biological), corrected: { untrained: corrected } };
}
