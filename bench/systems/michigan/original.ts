import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Matrix } from 'zbio';
import { readFloats, writeArrays } from '../../lib/arrayFile.js';
import { exists } from '../../lib/exists.js';
import { pythonEnv, pythonFile } from '../../lib/pythonEnv.js';
import { runToEnd } from '../../lib/runToEnd.js';
import type { CellSet } from './cellSets.js';
import { type Generated, rowsWhere } from './ours.js';
import type { Setting } from './setting.js';

const oneThread = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

// Results are kept, because the original code doesn't change and takes minutes.
const cache = fileURLToPath(new URL('../../../.cache/systems/michigan/', import.meta.url));

/** Runs one of michigan's Python scripts. */
export async function michiganPython(script: string, ...args: string[]): Promise<void> {
  const python = await pythonEnv(pythonFile('requirements-michigan.txt'));
  await runToEnd(python, [pythonFile(`systems/${script}`), ...args], oneThread);
}

/** The task of michigan.py, as JSON. */
function planOf(set: CellSet, setting: Setting): string {
  const { x, type, condition, from, to, unseen } = set;
  const groupOf = (name: string): number[] =>
    rowsWhere(set, (cell) => type[cell] !== unseen && condition[cell] === name);
  const source = rowsWhere(set, (cell) => type[cell] === unseen);
  return JSON.stringify({ shape: x.shape, from: groupOf(from), to: groupOf(to), source, ...setting });
}

/** Cells that the original MichiGAN code generates, by the same steps as in `ours.ts`. */
export async function original(set: CellSet, setting: Setting, sources: string): Promise<Generated> {
  const plan = planOf(set, setting);
  const key = createHash('sha256').update(plan).digest('hex').slice(0, 16);
  const folder = join(cache, `${set.name}.${key}`);
  if (!(await exists(join(folder, 'changed.f32')))) {
    await mkdir(folder, { recursive: true });
    await writeArrays(join(folder, 'x.f32'), [set.x.data]);
    await writeFile(join(folder, 'plan.json'), plan);
    await michiganPython('michigan.py', sources, folder);
  }
  const genes = set.x.shape[1];
  const read = async (name: string): Promise<Matrix> => {
    const data = await readFloats(join(folder, `${name}.f32`));
    return { data, shape: [data.length / genes, genes] };
  };
  return { cells: await read('cells'), changed: await read('changed') };
}
