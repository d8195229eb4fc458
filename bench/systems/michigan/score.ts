import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeArrays } from '../../lib/arrayFile.js';
import { withTemporaryFolder } from '../../lib/temporaryFolder.js';
import type { CellSet } from './cellSets.js';
import { michiganPython } from './original.js';
import { type Generated, rowsWhere } from './ours.js';

/** Figures of one side, by name. */
export type Scores = Record<
  'forestError' | 'frechet' | 'typeKept' | 'conditionKept' | 'changeExplained',
  number
>;

const none: Scores = {
  forestError: Number.NaN,
  frechet: Number.NaN,
  typeKept: Number.NaN,
  conditionKept: Number.NaN,
  changeExplained: Number.NaN,
};

/** Scores generated cells, with the same code for both sides; NaN if training diverged. */
export async function score(set: CellSet, { cells, changed }: Generated): Promise<Scores> {
  if (![cells, changed].every(({ data }) => data.every(Number.isFinite))) return none;
  const source = rowsWhere(set, (cell) => set.type[cell] === set.unseen);
  return withTemporaryFolder(async (folder) => {
    const matrices = { x: set.x, heldOut: set.heldOut, cells, changed };
    for (const [name, { data }] of Object.entries(matrices))
      await writeArrays(join(folder, `${name}.f32`), [data]);
    const about = { genes: set.x.shape[1], type: set.type, condition: set.condition, source };
    await writeFile(join(folder, 'set.json'), JSON.stringify(about));
    await michiganPython('michigan_score.py', folder);
    return JSON.parse(await readFile(join(folder, 'scores.json'), 'utf8')) as Scores;
  });
}
