// How strongly to remove the batch: a sweep over the weight, its frontier as a table and a picture.
// Run: npm run sweep
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defaultTerms, labels, readH5ad, sweep, useBackend } from 'zbio';
import { plotFrontier } from 'zbio/plot';
import { writePicture } from './writePicture.js';

const out = 'out/sweep';
await mkdir(out, { recursive: true });

const adata = await readH5ad(fileURLToPath(new URL('./data/pbmc_3k_68k.h5ad', import.meta.url)));
const [batch, cellType] = [labels(adata.obs, 'batch'), labels(adata.obs, 'cell_type')];
console.log(`sweep over the weight of the batch dependence, 800 cells, backend ${await useBackend()}`);

const result = await sweep(
  {
    x: adata.x,
    batch,
    labels: cellType,
    model: (weight) => ({
      terms: defaultTerms({ batchDependenceLocal: weight, batchDependenceLinear: 0.3 * weight }),
    }),
    cells: 800,
    fit: { epochs: 40 },
    onPoint: ({ value, total }) => console.log(`${value}: total ${total.toFixed(2)}`),
  },
  [0, 10, 30, 100, 300],
);
console.table(
  result.points.map(({ value, batchCorrection, bioConservation, total, frontier }) => ({
    weight: value,
    'batch correction': batchCorrection.toFixed(3),
    'bio conservation': bioConservation.toFixed(3),
    total: total.toFixed(3),
    frontier: frontier ? 'yes' : '',
    knee: value === result.knee.value ? 'yes' : '',
  })),
);
await writePicture(
  `${out}/frontier`,
  await plotFrontier(result, { title: 'Which weight of batchDependenceLocal?' }),
);
console.log(`In ${out}: frontier.svg, frontier.png`);
