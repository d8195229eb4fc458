import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { readFloats, writeArrays } from '../../lib/arrayFile.js';
import { exists } from '../../lib/exists.js';
import { pythonEnv, pythonFile } from '../../lib/pythonEnv.js';
import { runToEnd } from '../../lib/runToEnd.js';
import type { HeldOut } from './heldOut.js';
import type { Setting } from './setting.js';

// Results are kept, because the original code doesn't change and takes minutes.
const cache = fileURLToPath(new URL('../../../.cache/systems/biolord/', import.meta.url));

function splitOf({ x, train, target }: HeldOut): string[] {
  const split = Array<string>(x.shape[0]).fill('test');
  for (const row of train) split[row] = 'train';
  for (const row of target) split[row] = 'ood';
  return split;
}

async function writeCells(folder: string, set: HeldOut, settings: Setting): Promise<void> {
  const { x, attributes, source } = set;
  const described = { shape: x.shape, attributes, split: splitOf(set), source: source.known };
  await mkdir(folder, { recursive: true });
  await writeArrays(join(folder, 'cells.f32'), [x.data]);
  const to = { condition: 'stim' };
  await writeFile(join(folder, 'cells.json'), JSON.stringify({ ...described, to, settings }));
}

/** Predictions of the package for the control cells of its training set, one matrix per seed. */
export async function original(set: HeldOut, setting: Setting, seeds: readonly number[]): Promise<Matrix[]> {
  const folder = join(cache, [set.name.replaceAll(' ', '_'), ...Object.values(setting)].join('.'));
  const fileOf = (seed: number): string => join(folder, `${seed}.f32`);
  const known = await Promise.all(seeds.map((seed) => exists(fileOf(seed))));
  const missing = seeds.filter((_, i) => !known[i]);
  if (missing.length > 0) {
    await writeCells(folder, set, setting);
    const python = await pythonEnv(pythonFile('requirements-biolord.txt'));
    const args = [pythonFile('systems/biolord_original.py'), folder, ...missing.map(String)];
    await runToEnd(python, args, { OMP_NUM_THREADS: '1' });
  }
  const shape: Matrix['shape'] = [set.source.known.length, set.x.shape[1]];
  return Promise.all(seeds.map(async (seed) => ({ data: await readFloats(fileOf(seed)), shape })));
}
