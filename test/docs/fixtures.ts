import { copyFile, mkdir } from 'node:fs/promises';
import { type AnnData, DisentangledAE, labels, simulateCells, writeH5ad } from 'zbio';
import { subsetCells } from 'zbio/io';
import { writeAnnotatedTable, writeTable, writeTenX } from './textFixtures.js';

/** Every `step`-th cell. */
const everyOther = (cells: AnnData, step: number, from = 0): AnnData =>
  subsetCells(
    cells,
    cells.obsNames.map((_, cell) => cell % step === from),
  );

/** Writes the files that the pages name, small ones, into the current folder. */
export async function writeFixtures(): Promise<void> {
  const made = simulateCells({ cells: 240, genes: 60, batches: 2, types: 3, batchEffect: 0.5, seed: 1 });
  const cells = { ...made, obs: { ...made.obs, donor: made.obs['batch']! } };
  const model = new DisentangledAE({ seed: 1 });
  const batch = labels(cells.obs, 'batch');
  await model.fit(cells.x, batch, { epochs: 2, genes: cells.varNames });
  const { bio, nio } = await model.transform(cells.x);
  await writeH5ad(cells, 'cells.h5ad');
  await mkdir('parts');
  await writeH5ad({ ...cells, obsm: { X_bio: bio, X_nio: nio } }, 'out.h5ad');
  await model.save('model.zbio');
  await copyFile('model.zbio', 'm.zbio');
  model.dispose();
  for (const name of ['new-cells', 'new']) await writeH5ad(everyOther(cells, 4), `${name}.h5ad`);
  const late = { ...cells.obs, donor: cells.obsNames.map(() => 'donor 9') };
  await writeH5ad(everyOther({ ...cells, obs: late }, 2), 'late.h5ad');
  await writeTenX(everyOther(cells, 3), 'GSE123', 'GSM1_');
  await writeTable(everyOther(cells, 3, 1), 'GSM2_counts.csv.gz');
  for (const donor of [0, 1]) await writeTable(everyOther(cells, 2, donor), `donor${donor + 1}.csv.gz`);
  await writeAnnotatedTable(cells, ['batch', 'cell_type'], 'cells.csv');
  for (const [i, name] of ['a', 'b', 'c'].entries()) await writeH5ad(everyOther(cells, 3, i), `${name}.h5ad`);
}
