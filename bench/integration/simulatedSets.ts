import { join } from 'node:path';
import { type AnnData, labels, simulateCells, writeH5ad } from 'zbio';
import { subsetCells } from 'zbio/io';
import type { SimulateCellsOptions } from 'zbio/simulate';
import { exists } from '../lib/exists.js';

/** Types overlap and counts are low, as in real cells. Fixed before any method was run on them. */
const common: SimulateCellsOptions = { cells: 2000, genes: 1500, typeEffect: 0.6, librarySize: 2000 };

/** Keeps one in eight cells of every rare type. */
function rareTypes(adata: AnnData, rare: readonly string[]): AnnData {
  const type = labels(adata.obs, 'cell_type');
  return subsetCells(
    adata,
    type.map((name, cell) => !rare.includes(name) || cell % 8 === 0),
  );
}

/** The simulated sets, by name. */
export const simulatedSets: Record<string, () => AnnData> = {
  simulated_strong: () =>
    simulateCells({ ...common, batches: 2, types: 6, batchEffect: 0.8, seed: 'strong' }),
  simulated_unbalanced: () =>
    simulateCells({
      ...common,
      batches: 3,
      types: 7,
      batchEffect: 0.5,
      unbalanced: true,
      missingTypes: 2,
      seed: 'unbalanced',
    }),
  simulated_many_types: () => {
    const cells = { ...common, cells: 2650, batches: 4, types: 12, batchEffect: 0.5, seed: 'many types' };
    return rareTypes(simulateCells(cells), ['type 10', 'type 11', 'type 12']);
  },
};

/** Writes a simulated set as h5ad unless it exists. Returns the path. */
export async function writeSimulated(name: string, folder: string): Promise<string> {
  const path = join(folder, `${name}.h5ad`);
  if (!(await exists(path))) await writeH5ad(simulatedSets[name]!(), path);
  return path;
}
