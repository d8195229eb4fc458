import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { labels, readH5ad } from 'zbio';
import { simulatedSets, writeSimulated } from './simulatedSets.js';

/** Cells to integrate, and the column of obs that is their batch. */
export interface DataSet {
  /** Name of its files. */
  id: string;
  /** Name in the tables. */
  title: string;
  path: string;
  batchColumn: string;
}

async function hasTypes(path: string): Promise<boolean> {
  return new Set(labels((await readH5ad(path)).obs, 'cell_type')).size > 1;
}

async function realSets(folder: string): Promise<DataSet[]> {
  const found: DataSet[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.h5ad')).sort()) {
    const [id, path] = [basename(file, '.h5ad'), join(folder, file)];
    if (!(await hasTypes(path))) {
      console.log(`${id}: skipped, its cells have no types`);
      continue;
    }
    found.push({ id, title: id, path, batchColumn: 'batch' });
    // The same cells twice if the treatment can serve as the batch: its effect is stronger than the donor's.
    if (id !== 'kang_pbmc_ifnb') continue;
    found.push({
      id: `${id}.condition`,
      title: `${id}, batch := condition`,
      path,
      batchColumn: 'condition',
    });
  }
  return found;
}

/** Returns the labelled sets of a folder and the simulated ones, which it writes to `simulatedFolder` first. */
export async function listDataSets(folder: string, simulatedFolder: string): Promise<DataSet[]> {
  const simulated: DataSet[] = [];
  for (const id of Object.keys(simulatedSets)) {
    const path = await writeSimulated(id, simulatedFolder);
    simulated.push({ id, title: id, path, batchColumn: 'batch' });
  }
  return [...(await realSets(folder)), ...simulated];
}
