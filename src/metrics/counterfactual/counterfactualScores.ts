import { columnMoments } from '../../matrix/columnMoments.js';
import { copyRows } from '../../matrix/copyRows.js';
import type { Matrix } from '../../matrix/matrix.js';
import { meanDefined } from '../meanDefined.js';
import { energyDistance } from './energyDistance.js';
import type { SharedLabel } from './sharedLabels.js';

/** How close predicted cells are to real ones. */
export interface CounterfactualScore {
  /** Coefficient of determination of the genes' mean expression; at most 1, 1 is best. NaN if all genes have the same mean. */
  r2: number;
  /** Mean over genes of the squared difference of mean expression. */
  mse: number;
  /** Energy distance along the principal components of the real cells; 0 is best; chance may bring it slightly below 0. */
  eDistance: number;
}

/** Scores of one cell type. */
export interface LabelCounterfactualScore extends CounterfactualScore {
  /** The cell type. */
  label: string;
  /** Number of predicted cells of this type. */
  cells: number;
  /** Number of real cells of this type. */
  targetCells: number;
}

/** Scores per cell type, and their means with equal weight per type. */
export interface CounterfactualScores extends CounterfactualScore {
  /** One entry per scored cell type. */
  perLabel: LabelCounterfactualScore[];
}

const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);

/** How well one profile of mean expression predicts another. */
function meanScores(predicted: Float64Array, real: Float64Array): Pick<CounterfactualScore, 'r2' | 'mse'> {
  const off = squares(real.map((value, gene) => value - predicted[gene]!));
  const overall = real.reduce((sum, value) => sum + value, 0) / real.length;
  const spread = squares(real.map((value) => value - overall));
  return { r2: spread > 0 ? 1 - off / spread : Number.NaN, mse: off / real.length };
}

/**
 * Scores predicted cells against real ones, per cell type.
 *
 * @param space - Projects cells to the coordinates in which the E-distance is measured. [cells, genes] -> [cells, components]
 */
export function counterfactualScores(
  predicted: Matrix,
  target: Matrix,
  shared: readonly SharedLabel[],
  space: (x: Matrix) => Matrix,
): CounterfactualScores {
  const [placed, targetPlaced] = [space(predicted), space(target)];
  const perLabel = shared.map(({ label, cells, targetCells }) => ({
    label,
    cells: cells.length,
    targetCells: targetCells.length,
    ...meanScores(
      columnMoments(copyRows(predicted, cells)).mean,
      columnMoments(copyRows(target, targetCells)).mean,
    ),
    eDistance: energyDistance(copyRows(placed, cells), copyRows(targetPlaced, targetCells)),
  }));
  const mean = (key: keyof CounterfactualScore) => meanDefined(perLabel.map((score) => score[key]));
  return { r2: mean('r2'), mse: mean('mse'), eDistance: mean('eDistance'), perLabel };
}
