import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnnData } from '../../src/io/anndata.js';
import { labels } from '../../src/io/columnByName.js';
import { writeH5ad } from '../../src/io/h5ad/writeH5ad.js';
import { pca } from '../../src/learn/pca.js';
import type { Matrix } from '../../src/matrix/matrix.js';
import {
  type IntegrationMetrics,
  integrationMetrics,
} from '../../src/metrics/integration/integrationMetrics.js';
import { log1p } from '../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../src/preprocess/normalizeTotal.js';
import { simulateCells } from '../../src/simulate/simulateCells.js';
import { readFloats } from './arrayFile.js';
import { pythonEnv, pythonFile } from './pythonEnv.js';
import { runToEnd } from './runToEnd.js';
import { startWay, type Way } from './steppers.js';
import { withTemporaryFolder } from './temporaryFolder.js';
import { startNodeWorker } from './worker.js';

/** Result of one model's fit. */
export interface FitFigures {
  name: string;
  epochs: number;
  seconds: number;
  score: IntegrationMetrics;
}

type Fit = Omit<FitFigures, 'score'> & { latent: Matrix };

async function ourFit(way: Way, name: string, file: string, folder: string, cells: number): Promise<Fit[]> {
  const worker = startNodeWorker('fitWorker.ts', [way]);
  const request = { file, to: join(folder, 'latent.f32') };
  const answer = await worker.request<{ installed: boolean; epochs: number; seconds: number }>(request);
  await worker.close();
  if (!answer.installed) return [];
  const data = await readFloats(request.to);
  const { epochs, seconds } = answer;
  return [{ name, epochs, seconds, latent: { data, shape: [cells, data.length / cells] } }];
}

async function scviFit(file: string, folder: string, cells: number, epochs: number): Promise<Fit> {
  const python = await pythonEnv(pythonFile('requirements.txt'));
  await runToEnd(python, [pythonFile('scvi_fit.py'), file, folder, String(epochs)]);
  const result = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as {
    seconds: number;
    epochs: number;
    dims: number;
    version: string;
  };
  const data = await readFloats(join(folder, 'latent.f32'));
  const { seconds, dims, version } = result;
  return {
    name: `scVI ${version}`,
    epochs: result.epochs,
    seconds,
    latent: { data, shape: [cells, dims] },
  };
}

async function scores(adata: AnnData, fits: Fit[]): Promise<FitFigures[]> {
  const { scores: original } = await pca(log1p(normalizeTotal(adata.x)), { components: 30 });
  const options = { batch: labels(adata.obs, 'batch'), labels: labels(adata.obs, 'cell_type'), original };
  const all: FitFigures[] = [];
  for (const { latent, ...fit } of fits) {
    all.push({ ...fit, score: await integrationMetrics(latent, options) });
  }
  return all;
}

/** Fits the default and scVI to the same simulated counts, each with its own number of epochs; another number only for scVI. */
export function fitAgainstScvi(cells: number, genes: number, scviEpochs: number): Promise<FitFigures[]> {
  return withTemporaryFolder(async (folder) => {
    const options = { batches: 4, types: 8, batchEffect: 0.5, unbalanced: true, seed: 1 };
    const adata = simulateCells({ cells, genes, ...options });
    const file = join(folder, 'cells.h5ad');
    await writeH5ad(adata, file);
    const fits = [
      ...(await ourFit('compiled', 'zbio, compiled', file, folder, cells)),
      ...(await ourFit('wasm', 'zbio, tfjs wasm', file, folder, cells)),
      await scviFit(file, folder, cells, scviEpochs),
    ];
    await startWay('wasm');
    return scores(adata, fits);
  });
}
