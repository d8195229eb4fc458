import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeArrays } from '../../lib/arrayFile.js';
import { withTemporaryFolder } from '../../lib/temporaryFolder.js';
import type { CellSet } from './cellSets.js';
import { michiganPython } from './original.js';
import { type Generated, rowsWhere } from './ours.js';

/** Figures of one side, by name. */
export type Scores = Record<'forestError' | 'frechet' | 'typeKept' | 'changeExplained', number>;

/** Scores what a side has generated; the same code for both. */
export function score(set: CellSet, { cells, changed }: Generated): Promise<Scores> {
  const source = rowsWhere(set, (cell) => set.type[cell] === set.unseen);
  return withTemporaryFolder(async (folder) => {
    const matrices = { x: set.x, heldOut: set.heldOut, cells, changed };
    for (const [name, { data }] of Object.entries(matrices))
      await writeArrays(join(folder, `${name}.f32`), [data]);
    const about = { genes: set.x.shape[1], type: set.type, source };
    await writeFile(join(folder, 'set.json'), JSON.stringify(about));
    await michiganPython('michigan_score.py', folder);
    return JSON.parse(await readFile(join(folder, 'scores.json'), 'utf8')) as Scores;
  });
}
