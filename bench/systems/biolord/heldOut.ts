import { join } from 'node:path';
import { labels, log1p, normalizeTotal, readH5ad } from '../../../src/index.js';
import { columnMoments } from '../../../src/matrix/columnMoments.js';
import { copyRows } from '../../../src/matrix/copyRows.js';
import type { Matrix } from '../../../src/matrix/matrix.js';
import { selectColumns } from '../../../src/matrix/selectColumns.js';
import { toDense } from '../../../src/matrix/toDense.js';
import { highlyVariableGenes } from '../../../src/preprocess/highlyVariableGenes.js';

/** Attributes of each cell. */
export type Attributes = Record<'cell_type' | 'condition' | 'donor', string[]>;

/** Cells without the stimulated cells of one type, whose response is to be predicted. */
export interface HeldOut {
  /** The type. */
  name: string;
  /** Log-normalised. [cells, genes] */
  x: Matrix;
  attributes: Attributes;
  /** Rows of the training cells. */
  train: number[];
  /** Control cells of the type: those among `train`, and those held out as new cells. */
  source: { known: number[]; fresh: number[] };
  /** The type's stimulated cells. */
  target: number[];
  /** The genes in which control and stimulated cells of the type differ most. */
  differing: number[];
}

/** Number of genes for the models, and number of scored genes. */
const [variable, scored] = [500, 50];
/** One in this many control cells of the type is held out. */
const aside = 4;

const indices = (count: number, wanted: (i: number) => boolean): number[] =>
  Array.from({ length: count }, (_, i) => i).filter(wanted);

/** The genes with the largest |t| (Welch) between two sets of cells. */
function mostDiffering(x: Matrix, a: readonly number[], b: readonly number[]): number[] {
  const [first, second] = [columnMoments(copyRows(x, a)), columnMoments(copyRows(x, b))];
  const t = (gene: number): number => {
    const error = first.variance[gene]! / a.length + second.variance[gene]! / b.length;
    return Math.abs(first.mean[gene]! - second.mean[gene]!) / Math.sqrt(error + 1e-9);
  };
  return indices(x.shape[1], () => true)
    .sort((g, h) => t(h) - t(g))
    .slice(0, scored);
}

function heldOut(name: string, x: Matrix, attributes: Attributes): HeldOut {
  const { cell_type: type, condition } = attributes;
  const of = (wanted: string): number[] =>
    indices(type.length, (i) => type[i] === name && condition[i] === wanted);
  const [controls, target] = [of('ctrl'), of('stim')];
  const fresh = controls.filter((_, i) => i % aside === 0);
  const unseen = new Set([...target, ...fresh]);
  return {
    name,
    x,
    attributes,
    train: indices(type.length, (i) => !unseen.has(i)),
    source: { known: controls.filter((i) => !unseen.has(i)), fresh },
    target,
    differing: mostDiffering(x, controls, target),
  };
}

/** The 500 most variable genes of kang_pbmc_ifnb, with the stimulated cells of each of these types held out in turn. */
export async function heldOutSets(data: string, types: readonly string[]): Promise<HeldOut[]> {
  const { x, obs } = await readH5ad(join(data, 'kang_pbmc_ifnb.h5ad'));
  const values = log1p(normalizeTotal(x));
  const { indices: genes } = highlyVariableGenes(values, { count: variable });
  const chosen = toDense(selectColumns(values, genes));
  const attributes = {
    cell_type: labels(obs, 'cell_type'),
    condition: labels(obs, 'condition'),
    donor: labels(obs, 'batch'),
  };
  return types.map((type) => heldOut(type, chosen, attributes));
}
