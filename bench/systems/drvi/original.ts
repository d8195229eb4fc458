import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFloats, writeArrays } from '../../lib/arrayFile.js';
import { exists } from '../../lib/exists.js';
import { pythonEnv, pythonFile } from '../../lib/pythonEnv.js';
import { runToEnd } from '../../lib/runToEnd.js';
import type { CellSet } from './cellSets.js';
import type { Setting } from './setting.js';
import type { Trained } from './trained.js';

// Results are kept, because the original code doesn't change and takes minutes.
const cache = fileURLToPath(new URL('../../../.cache/systems/drvi/', import.meta.url));

/** Named after the cells and the setting, so that a change of either makes a new result. */
function stemOf({ name, counts, batch }: CellSet, { latent, epochs }: Setting): string {
  const cells = createHash('sha256').update(counts.data).update(batch.join()).digest('hex').slice(0, 8);
  return join(cache, [name, cells, latent, epochs].join('.'));
}

async function train(stem: string, { counts, batch }: CellSet, setting: Setting): Promise<void> {
  await mkdir(cache, { recursive: true });
  await writeFile(`${stem}.json`, JSON.stringify({ ...setting, batch, shape: counts.shape }));
  await writeArrays(`${stem}.counts.f32`, [counts.data]);
  const python = await pythonEnv(pythonFile('requirements-drvi.txt'));
  const files = [`${stem}.json`, `${stem}.counts.f32`, stem];
  await runToEnd(python, [pythonFile('systems/drvi_original.py'), ...files], { OMP_NUM_THREADS: '1' });
}

async function readRun(stem: string, shape: [number, number]): Promise<Trained> {
  const { reconstruction, kl } = JSON.parse(await readFile(`${stem}.json`, 'utf8'));
  return { z: { data: await readFloats(`${stem}.f32`), shape }, reconstruction, kl };
}

/** Results of drvi-py on a set, trained once per seed. */
export async function original(set: CellSet, { seeds, ...sizes }: Setting): Promise<Trained[]> {
  const stem = stemOf(set, { seeds, ...sizes });
  const done = await Promise.all(seeds.map((seed) => exists(`${stem}.${seed}.json`)));
  const missing = seeds.filter((_, i) => !done[i]);
  if (missing.length) await train(stem, set, { ...sizes, seeds: missing });
  return Promise.all(seeds.map((seed) => readRun(`${stem}.${seed}`, [set.counts.shape[0], sizes.latent])));
}
