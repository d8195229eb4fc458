// Fits the default to the counts of an h5ad file in one way, in its own process. Argument: the way.

import { DisentangledAE } from '../../src/autoencoder/DisentangledAE.js';
import { labels } from '../../src/io/columnByName.js';
import { readH5ad } from '../../src/io/h5ad/readH5ad.js';
import { writeArrays } from './arrayFile.js';
import { startWay, type Way } from './steppers.js';
import { serve } from './worker.js';

const way = process.argv[2] as Way;

await serve(async ({ file, to }: { file: string; to: string }) => {
  if (!(await startWay(way))) return { installed: false };
  const adata = await readH5ad(file);
  using model = new DisentangledAE({ seed: 1 });
  const started = performance.now();
  await model.fit(adata.x, labels(adata.obs, 'batch'), { compile: way === 'compiled' });
  const seconds = (performance.now() - started) / 1000;
  await writeArrays(to, [(await model.transform(adata.x)).bio.data]);
  return { installed: true, epochs: model.history.length, seconds };
});
