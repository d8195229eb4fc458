import * as tf from '@tensorflow/tfjs';
import { oneHotRows } from '../../matrix/labels.js';
import { inference } from '../../model/map/inferenceMode.js';
import { logitBudget } from '../../nn/networks/pooledLogits.js';
import type { DrviModel } from './drviPhases.js';

/** A fitted model and the sizes of its logits. */
export interface SplitModel extends Pick<DrviModel, 'networks' | 'decoderInput' | 'pooling'> {
  genes: number;
  batches: number;
}

/** Logits of rows of z, each with the batch of that code. Call inside `tf.tidy`. [dims, rows, genes] */
export function splitLogits(model: SplitModel, z: tf.Tensor2D, codes: Int32Array): tf.Tensor3D {
  const { networks, decoderInput, batches } = model;
  const batch = tf.tensor2d(oneHotRows(codes, batches), [codes.length, batches]);
  return networks.decoder.splitLogits(decoderInput(z, batch), inference);
}

/** How many rows' logits fit into the budget. */
export const rowsAtOnce = ({ genes }: SplitModel, dims: number): number =>
  Math.max(1, Math.floor(logitBudget / (dims * genes)));
