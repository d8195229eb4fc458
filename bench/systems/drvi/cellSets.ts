import { join } from 'node:path';
import { type AnnData, labels, log1p, type Matrix, normalizeTotal, readH5ad, simulateCells } from 'zbio';
import { subsetCells } from 'zbio/io';
import { highlyVariableGenes, selectColumns } from 'zbio/preprocess';
import { toDense } from '../../../src/matrix/toDense.js';
import { createRng } from '../../../src/random/rng.js';
import { shuffle } from '../../../src/random/shuffle.js';

/** Cells as both sides receive them, with their known factors. */
export interface CellSet {
  name: string;
  /** Counts of the most variable genes. [cells, genes] */
  counts: Matrix;
  batch: string[];
  /** Factors that single dimensions should represent, by name. */
  factors: Record<string, string[]>;
}

/** Number of genes. Few genes and cells, so that three seeds of all sets take minutes. */
const GENES = 300;
/** Number of cells: the first ones of a random order. */
const CELLS = 600;

function sample(adata: AnnData): AnnData {
  const rows = Int32Array.from({ length: adata.x.shape[0] }, (_, i) => i);
  return subsetCells(adata, shuffle(rows, createRng(0)).slice(0, CELLS).sort());
}

function prepare(name: string, adata: AnnData, factors: Record<string, string>): CellSet {
  const { x, obs } = sample(adata);
  const batch = labels(obs, 'batch');
  const { indices } = highlyVariableGenes(log1p(normalizeTotal(x)), { count: GENES, batch });
  const known = Object.entries(factors).map(([factor, column]) => [factor, labels(obs, column)]);
  return { name, counts: selectColumns(toDense(x), indices), batch, factors: Object.fromEntries(known) };
}

const simulated = (): AnnData =>
  simulateCells({
    cells: 600,
    genes: 1000,
    batches: 2,
    types: 5,
    conditions: 3,
    conditionEffect: 1,
    seed: 'drvi',
  });

/** The sets of the comparison. */
export async function cellSets(data: string): Promise<CellSet[]> {
  const read = (name: string): Promise<AnnData> => readH5ad(join(data, `${name}.h5ad`));
  return [
    prepare('mixology_rnamix', await read('mixology_rnamix'), { mixture: 'cell_type', amount: 'condition' }),
    prepare('pbmc_10x_chem', await read('pbmc_10x_chem'), { type: 'cell_type' }),
    prepare('simulated', simulated(), { type: 'cell_type', condition: 'condition' }),
  ];
}
