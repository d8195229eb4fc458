import { join } from 'node:path';
import { type AnnData, labels, log1p, type Matrix, normalizeTotal, readH5ad, simulateCells } from 'zbio';
import { highlyVariableGenes, selectColumns, selectRows } from 'zbio/preprocess';
import { toDense } from '../../../src/matrix/toDense.js';

/** Cells of several types under two conditions. The cells of one type under the second condition are held out. */
export interface CellSet {
  name: string;
  /** The training cells, log-normalised. [cells, genes] */
  x: Matrix;
  type: string[];
  condition: string[];
  /** The two conditions, before and after. */
  from: string;
  to: string;
  /** The type whose response is held out. */
  unseen: string;
  /** Its cells after the change. [cells, genes] */
  heldOut: Matrix;
}

/** Few genes and cells, so that three seeds of both sides take minutes. */
const GENES = 200;
const CELLS = 700;

function every(rows: readonly number[], most: number): number[] {
  const step = Math.max(1, rows.length / most);
  return Array.from({ length: Math.min(most, rows.length) }, (_, i) => rows[Math.floor(i * step)]!);
}

function prepare(name: string, { x, obs }: AnnData, unseen: string): CellSet {
  const [type, condition] = [labels(obs, 'cell_type'), labels(obs, 'condition')];
  const [from, to] = [...new Set(condition)].sort() as [string, string];
  const normalized = log1p(normalizeTotal(x));
  const { indices } = highlyVariableGenes(normalized, { count: GENES });
  const all = toDense(selectColumns(normalized, indices));
  const isHeldOut = (cell: number): boolean => type[cell] === unseen && condition[cell] === to;
  const cells = type.map((_, cell) => cell);
  const train = every(
    cells.filter((cell) => !isHeldOut(cell)),
    CELLS,
  );
  return {
    name,
    x: selectRows(all, train),
    type: train.map((cell) => type[cell]!),
    condition: train.map((cell) => condition[cell]!),
    from,
    to,
    unseen,
    heldOut: selectRows(all, cells.filter(isHeldOut)),
  };
}

const simulated = (): AnnData =>
  simulateCells({
    cells: 900,
    genes: 600,
    batches: 1,
    types: 4,
    conditions: 2,
    conditionEffect: 1,
    seed: 'michigan',
  });

/** The sets of the comparison. */
export async function cellSets(data: string): Promise<CellSet[]> {
  const kang = await readH5ad(join(data, 'kang_pbmc_ifnb.h5ad'));
  return [prepare('simulated', simulated(), 'type 1'), prepare('kang_pbmc_ifnb', kang, 'CD14+ Monocytes')];
}
