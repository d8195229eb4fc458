import type { Matrix } from '../../matrix/matrix.js';
import { describeDimensions } from './dimensions.js';
import { effectsInCells } from './effectsInCells.js';
import type { DrviInterpretation } from './interpretation.js';
import type { SplitModel } from './splitModel.js';
import { effectsOfTraversal } from './traverseDimensions.js';

/**
 * What the dimensions stand for in some cells.
 *
 * @param z - [cells, dims]
 * @param codes - Of each cell's batch.
 */
export async function interpretDimensions(
  model: SplitModel,
  z: Matrix,
  codes: Int32Array,
  check?: () => void,
): Promise<DrviInterpretation> {
  const { effects, scores } = await effectsInCells(model, z, codes, check);
  const dimensions = describeDimensions(z, effects);
  const found = { dimensions, inDistribution: scores };
  // The scores out of distribution assume that effects add up as exponentials.
  if (model.pooling === 'mean') return found;
  const byColumn = [...dimensions].sort((a, b) => a.column - b.column);
  const up = Float32Array.from(byColumn, ({ max }) => Math.max(max, 0));
  const down = Float32Array.from(byColumn, ({ min }) => Math.min(min, 0));
  return { ...found, outOfDistribution: await effectsOfTraversal(model, up, down, check) };
}
