import { join } from 'node:path';
import type { AnnData } from '../../../src/io/anndata.js';
import { labels } from '../../../src/io/columnByName.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { pca } from '../../../src/learn/pca.js';
import type { CsrMatrix, Matrix } from '../../../src/matrix/matrix.js';
import { selectColumns } from '../../../src/matrix/selectColumns.js';
import { toDense } from '../../../src/matrix/toDense.js';
import { log1p } from '../../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../../src/preprocess/normalizeTotal.js';
import { simulateCells } from '../../../src/simulate/simulateCells.js';
import { mostVariable } from '../../lib/mostVariable.js';

/** Cells as both sides receive them. */
export interface CellSet {
  name: string;
  /** Expression normalised to 10,000 per cell, then log1p. [cells, genes] */
  x: Matrix;
  batch: string[];
  type: string[];
  /** Principal components of x. [cells, 30] */
  pcs: Matrix;
  /** x without batch effect and sampling noise, if known. [cells, genes] */
  truth?: Matrix;
}

/** Number of genes for both sides: those that vary most. */
const genes = 500;

const logNormal = (x: Matrix | CsrMatrix): Matrix => toDense(log1p(normalizeTotal(x)));

const truthOf = (log: Matrix | CsrMatrix): Matrix => logNormal({ ...log, data: log.data.map(Math.exp) });

async function prepare(name: string, { x, obs, layers }: AnnData): Promise<CellSet> {
  const logTruth = layers['truth'];
  const normalised = logNormal(x);
  const chosen = mostVariable(normalised, genes);
  const variable = selectColumns(normalised, chosen);
  return {
    name,
    x: variable,
    batch: labels(obs, 'batch'),
    type: labels(obs, 'cell_type'),
    pcs: (await pca(variable, { components: 30 })).scores,
    ...(logTruth ? { truth: selectColumns(truthOf(logTruth), chosen) } : {}),
  };
}

/** Two batches, and three on the real cells, to run both forms of the batch loss. */
const simulated = (): AnnData =>
  simulateCells({
    cells: 1000,
    genes: 500,
    batches: 2,
    types: 6,
    typeEffect: 0.6,
    batchEffect: 0.8,
    truth: true,
    seed: 'scidrl',
  });

/** The sets of the comparison. */
export async function cellSets(data: string): Promise<CellSet[]> {
  const pbmc = await readH5ad(join(data, 'pbmc_10x_chem.h5ad'));
  return [await prepare('pbmc_10x_chem', pbmc), await prepare('simulated', simulated())];
}
