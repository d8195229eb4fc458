import * as tf from '@tensorflow/tfjs';
import { oneHotRows } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import { mapCells, type SystemCells } from '../../model/systemCells.js';
import { rowForEach } from '../../tensor/rowForEach.js';
import { depthOf, ratesOf } from './countLoss.js';
import type { ConditionParts, ScDisInFactParts } from './scDisInFactParts.js';
import { alike, decodeLatents, encodeCounts } from './scDisInFactPass.js';

/** Under what cells are predicted, as codes; what isn't named stays as it is. */
export interface Target {
  batch?: number;
  /** By condition type. */
  conditions: Readonly<Record<string, number>>;
}

/** The latent moved by the difference of two labels' centroids: `z + c_target - c_own`. */
function moved(
  mean: tf.Tensor2D,
  { centroids }: ConditionParts,
  own: tf.Tensor2D | undefined,
  target: number | undefined,
): tf.Tensor2D {
  if (target === undefined) return mean;
  const table = centroids.variables[0] as tf.Tensor2D;
  return tf.add(tf.sub(mean, tf.matMul(own!, table)), tf.slice(table, [target, 0], [1, -1]));
}

const batchOf = (own: tf.Tensor2D, target: number | undefined): tf.Tensor2D =>
  target === undefined ? own : rowForEach(own, oneHotRows([target], own.shape[1]));

/** Expected counts under a target, at each cell's own depth. [cells, genes] */
export function predictCounts(parts: ScDisInFactParts, cells: SystemCells, target: Target): Promise<Matrix> {
  const genes = cells.x.shape[1];
  return mapCells(cells, genes, (input, mode) => {
    const encoded = encodeCounts(parts, input, alike(mode));
    const latents = Object.entries(parts.conditions).map(([name, condition]) =>
      moved(encoded.conditions[name]!.mean, condition, input.covariates[name], target.conditions[name]),
    );
    const batch = batchOf(input.batch!, target.batch);
    const output = decodeLatents(parts, encoded.shared.mean, latents, batch, mode);
    return tf.mul(ratesOf(output, genes), depthOf(input.x));
  });
}
