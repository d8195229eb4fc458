import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Matrix } from 'zbio';
import { readFloats, writeArrays } from '../../lib/arrayFile.js';
import { pythonEnv, pythonFile } from '../../lib/pythonEnv.js';
import { runToEnd } from '../../lib/runToEnd.js';
import type { CellSet } from './cellSets.js';
import type { Setting } from './setting.js';

// Kept: their code doesn't change, and takes minutes.
const cache = fileURLToPath(new URL('../../../.cache/systems/drvi/', import.meta.url));

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function train(stem: string, { counts, batch }: CellSet, setting: Setting): Promise<void> {
  await mkdir(cache, { recursive: true });
  await writeFile(`${stem}.json`, JSON.stringify({ ...setting, batch, shape: counts.shape }));
  await writeArrays(`${stem}.counts.f32`, [counts.data]);
  const python = await pythonEnv(pythonFile('requirements-drvi.txt'));
  const files = [`${stem}.json`, `${stem}.counts.f32`, stem];
  await runToEnd(python, [pythonFile('systems/drvi_original.py'), ...files], { OMP_NUM_THREADS: '1' });
}

/** The embeddings of drvi-py, one a seed. [cells, latent] */
export async function original(set: CellSet, { seeds, ...sizes }: Setting): Promise<Matrix[]> {
  const stem = join(cache, [set.name, ...set.counts.shape, sizes.latent, sizes.epochs].join('.'));
  const path = (seed: number): string => `${stem}.${seed}.f32`;
  const done = await Promise.all(seeds.map((seed) => exists(path(seed))));
  const missing = seeds.filter((_, i) => !done[i]);
  if (missing.length) await train(stem, set, { ...sizes, seeds: missing });
  const values = await Promise.all(seeds.map((seed) => readFloats(path(seed))));
  return values.map((data) => ({ data, shape: [set.counts.shape[0], sizes.latent] }));
}
