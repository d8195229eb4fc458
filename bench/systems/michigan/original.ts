import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Matrix } from 'zbio';
import { readFloats, writeArrays } from '../../lib/arrayFile.js';
import { pythonEnv, pythonFile } from '../../lib/pythonEnv.js';
import { runToEnd } from '../../lib/runToEnd.js';
import { withTemporaryFolder } from '../../lib/temporaryFolder.js';
import type { CellSet } from './cellSets.js';
import { type Generated, rowsWhere } from './ours.js';
import type { Setting } from './setting.js';

const oneThread = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

/** Runs one of michigan's Python scripts. */
export async function michiganPython(script: string, ...args: string[]): Promise<void> {
  const python = await pythonEnv(pythonFile('requirements-michigan.txt'));
  await runToEnd(python, [pythonFile(`systems/${script}`), ...args], oneThread);
}

/** What MichiGAN's own code generates; the same steps as in `ours.ts`. */
export function original(set: CellSet, setting: Setting, sources: string): Promise<Generated> {
  const { x, type, condition, from, to, unseen } = set;
  const groupOf = (name: string): number[] =>
    rowsWhere(set, (cell) => type[cell] !== unseen && condition[cell] === name);
  const source = rowsWhere(set, (cell) => type[cell] === unseen);
  const groups = { from: groupOf(from), to: groupOf(to), source };
  return withTemporaryFolder(async (folder) => {
    await writeArrays(join(folder, 'x.f32'), [x.data]);
    await writeFile(join(folder, 'plan.json'), JSON.stringify({ shape: x.shape, ...groups, ...setting }));
    await michiganPython('michigan.py', sources, folder);
    const read = async (name: string, rows: number): Promise<Matrix> => ({
      data: await readFloats(join(folder, `${name}.f32`)),
      shape: [rows, x.shape[1]],
    });
    return { cells: await read('cells', x.shape[0]), changed: await read('changed', source.length) };
  });
}
