import * as tf from '@tensorflow/tfjs';
import { oneHotRows } from '../../matrix/labels.js';
import { inference } from '../../model/map/inferenceMode.js';
import { logitBudget } from '../../nn/networks/pooledLogits.js';
import type { DrviAssembly } from './drviPhases.js';

/** A fitted model and the sizes that its logits have. */
export interface SplitModel extends Pick<DrviAssembly, 'decoder' | 'decoderInput' | 'pooling'> {
  genes: number;
  batches: number;
}

/** Logits of rows of z, each of the batch of that code. Call inside `tf.tidy`. [dims, rows, genes] */
export function splitLogits(model: SplitModel, z: tf.Tensor2D, codes: Int32Array): tf.Tensor3D {
  const batch = tf.tensor2d(oneHotRows(codes, model.batches), [codes.length, model.batches]);
  return model.decoder.splitLogits(model.decoderInput(z, batch), inference);
}

/** Rows whose logits the budget holds. */
export const rowsAtOnce = ({ genes }: SplitModel, dims: number): number =>
  Math.max(1, Math.floor(logitBudget / (dims * genes)));
