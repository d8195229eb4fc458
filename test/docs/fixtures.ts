import { DisentangledAE, labels, simulateCells, writeH5ad } from 'zbio';
import { subsetCells } from 'zbio/io';

const sizes = { genes: 60, batches: 2, types: 3, batchEffect: 0.5 };

/** Writes the files that the pages name, small ones, into the current folder. */
export async function writeFixtures(): Promise<void> {
  const cells = simulateCells({ cells: 240, ...sizes, seed: 1 });
  const model = await new DisentangledAE({ seed: 1 }).fit(cells.x, labels(cells.obs, 'batch'), {
    epochs: 2,
    genes: cells.varNames,
  });
  const { bio, nio } = await model.transform(cells.x);
  await writeH5ad(cells, 'cells.h5ad');
  await writeH5ad({ ...cells, obsm: { X_bio: bio, X_nio: nio } }, 'out.h5ad');
  await model.save('model.zbio');
  model.dispose();
  for (const name of ['a', 'b', 'c']) {
    const part = labels(cells.obs, 'batch').map((_, cell) => cell % 3 === 'abc'.indexOf(name));
    await writeH5ad(subsetCells(cells, part), `${name}.h5ad`);
  }
  await writeH5ad(
    subsetCells(
      cells,
      labels(cells.obs, 'batch').map((_, cell) => cell < 60),
    ),
    'new-cells.h5ad',
  );
}
