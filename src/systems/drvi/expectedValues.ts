import * as tf from '@tensorflow/tfjs';
import { oneHotRows } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import { mapCells, type SystemCells } from '../../model/systemCells.js';
import type { Mode } from '../../nn/network.js';
import { rowForEach } from '../../tensor/rowForEach.js';
import type { DrviModel } from './drviPhases.js';

/** The mean of x for z in a batch, at the totals of x. -> [cells, genes] */
function decodeAs(
  { networks, decoderInput, likelihood }: DrviModel,
  x: tf.Tensor2D,
  z: tf.Tensor2D,
  batch: tf.Tensor2D,
  mode: Mode,
): tf.Tensor2D {
  const pooled = networks.decoder.apply(decoderInput(z, batch), mode);
  return likelihood.mean(likelihood.location(x, pooled));
}

/** Expected values of cells in their own batches. [cells, genes] */
export function expectedValues(model: DrviModel, cells: SystemCells): Promise<Matrix> {
  return mapCells(cells, cells.x.shape[1], ({ x, batch }, mode) =>
    decodeAs(model, x, model.posterior(x, mode).mean, batch!, mode),
  );
}

/**
 * Expected values of cells as if all of them came from another batch; the mean over several.
 *
 * @param codes - Of the batches that the cells are decoded in.
 * @param batches - How many batches there are.
 * @returns [cells, genes]
 */
export function correctedValues(
  model: DrviModel,
  cells: SystemCells,
  codes: Int32Array,
  batches: number,
): Promise<Matrix> {
  return mapCells(cells, cells.x.shape[1], ({ x }, mode) => {
    const z = model.posterior(x, mode).mean;
    const decoded = Array.from(codes, (code) =>
      decodeAs(model, x, z, rowForEach(z, oneHotRows([code], batches)), mode),
    );
    return tf.addN(decoded).div(decoded.length);
  });
}
