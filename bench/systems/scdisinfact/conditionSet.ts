import { join } from 'node:path';
import type { AnnData } from '../../../src/io/anndata.js';
import { labels } from '../../../src/io/columnByName.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { selectColumns } from '../../../src/matrix/selectColumns.js';
import { selectRows } from '../../../src/matrix/selectRows.js';
import { toDense } from '../../../src/matrix/toDense.js';
import { log1p } from '../../../src/preprocess/log1p.js';
import { normalizeTotal } from '../../../src/preprocess/normalizeTotal.js';
import { createRng } from '../../../src/random/rng.js';
import { sampleRows } from '../../../src/random/sampleRows.js';
import { simulateCells } from '../../../src/simulate/simulateCells.js';
import { mostVariable } from '../../lib/mostVariable.js';

/** Cells as both sides receive them. */
export interface ConditionSet {
  name: string;
  /** [cells, genes] */
  counts: Matrix;
  batch: string[];
  condition: string[];
  /** Cell types; the batch if there are no types. */
  type: string[];
  /** The target: the condition that is predicted from the cells of the other. */
  target: string;
  epochs: number;
  /** Genes that respond to the condition, if known. */
  keyGenes?: boolean[];
}

/** Number of genes for both sides: those that vary most, on a logarithmic scale. */
const genes = 300;

function prepare(adata: AnnData, name: string, target: string, epochs: number, cells: number): ConditionSet {
  const rows = sampleRows(adata.x.shape[0], cells, createRng(name));
  const all = toDense(selectRows(adata.x, rows));
  const pick = (column: string): string[] => {
    const values = labels(adata.obs, column);
    return Array.from(rows, (row) => values[row]!);
  };
  const types = pick('cell_type');
  const type = new Set(types).size > 1 ? types : pick('batch');
  const counts = selectColumns(all, mostVariable(log1p(normalizeTotal(all)), genes));
  return { name, counts, batch: pick('batch'), condition: pick('condition'), type, target, epochs };
}

/** Two batches under two conditions; a fifth of the genes respond to the second. */
function simulated(): ConditionSet {
  const adata = simulateCells({
    cells: 1200,
    genes,
    batches: 2,
    types: 4,
    conditions: 2,
    seed: 'scdisinfact',
  });
  const { conditionEffects } = (adata.uns as { truth: { conditionEffects: Matrix } }).truth;
  const keyGenes = Array.from(conditionEffects.data.subarray(genes, 2 * genes), (effect) => effect !== 0);
  return {
    name: 'simulated',
    counts: toDense(adata.x),
    batch: labels(adata.obs, 'batch'),
    condition: labels(adata.obs, 'condition'),
    type: labels(adata.obs, 'cell_type'),
    target: 'condition 2',
    epochs: 100,
    keyGenes,
  };
}

/** The sets of the comparison. */
export async function conditionSets(data: string): Promise<ConditionSet[]> {
  const read = (name: string): Promise<AnnData> => readH5ad(join(data, `${name}.h5ad`));
  return [
    simulated(),
    prepare(await read('kang_pbmc_ifnb'), 'kang_pbmc_ifnb', 'stim', 50, 1556),
    prepare(await read('gbm_panobinostat'), 'gbm_panobinostat', 'panobinostat', 50, 2000),
  ];
}

/** The target batch, into which cells of the other batches are also mapped. */
export const targetBatchOf = ({ batch }: ConditionSet): string => [...new Set(batch)].sort()[0]!;

/** The cells that aren't under the target condition. */
export const othersOf = ({ condition, target }: ConditionSet): number[] =>
  [...condition.keys()].filter((cell) => condition[cell] !== target);
