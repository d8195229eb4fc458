import { sameLength, wholeNumber } from '../check/checks.js';
import { asMatrix } from '../matrix/asMatrix.js';
import type { Categories } from '../matrix/categories.js';
import { type Labels, pickLabels } from '../matrix/labels.js';
import type { CsrMatrix, Matrix, MatrixLike } from '../matrix/matrix.js';
import { selectRows } from '../matrix/selectRows.js';
import { toDense } from '../matrix/toDense.js';
import type { LeakageLatents } from '../metrics/leakage/leakage.js';
import { createRng } from '../random/rng.js';
import { sampleRows } from '../random/sampleRows.js';
import { groupsOf } from './groupsOf.js';

/** Columns of the cells for {@link reportLatents}. */
export interface LatentColumns {
  /** Batch of every cell; at least two. [cells] */
  batch: Categories;
  /** Cell type of every cell; without it, the report covers the batch only. [cells] */
  labels?: Categories;
}

/** Fewer cells have too few neighbours to be scored. */
export const leastCells = 90;

/** Latents and columns of the cells to examine: of more than `maxCells`, a random sample. */
export interface Examined {
  latents: { bio: Matrix; nio?: Matrix };
  cells: number;
  columns: { batch: Labels; labels?: Labels };
  x?: Matrix | CsrMatrix;
}

/** Which cells to examine. */
interface Sampling {
  x: MatrixLike | undefined;
  seed: number | string;
  maxCells: number;
  manyCategories: boolean;
}

/** Checks the cells, and picks those to examine. */
export async function examinedCells(
  { bio, nio }: LeakageLatents,
  { batch, labels }: LatentColumns,
  { x, seed, maxCells, manyCategories }: Sampling,
): Promise<Examined> {
  const z = await asMatrix('reportLatents: latents.bio', bio);
  const [count] = z.shape;
  wholeNumber('reportLatents: cells of latents.bio', count, leastCells);
  const rows = sampleRows(count, maxCells, createRng(seed).stream('report'));
  const pick = async (name: string, given: MatrixLike): Promise<Matrix | CsrMatrix> => {
    const matrix = await asMatrix(`reportLatents: ${name}`, given);
    sameLength(`reportLatents: ${name}`, matrix.shape[0], count, 'cell of latents.bio');
    return rows.length < count ? selectRows(matrix, rows) : matrix;
  };
  const rules = { caller: 'reportLatents', cells: count, of: 'cell of latents.bio', insist: manyCategories };
  const pickGroups = (name: 'batch' | 'labels', column: Categories) =>
    pickLabels(groupsOf(name, column, rules), rows);
  const dense = async (name: 'bio' | 'nio', given: MatrixLike): Promise<Matrix> =>
    toDense(await pick(`latents.${name}`, given));
  return {
    latents: { bio: await dense('bio', z), ...(nio ? { nio: await dense('nio', nio) } : {}) },
    cells: count,
    columns: {
      batch: pickGroups('batch', batch),
      ...(labels ? { labels: pickGroups('labels', labels) } : {}),
    },
    ...(x ? { x: await pick('x', x) } : {}),
  };
}
