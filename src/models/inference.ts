import * as tf from '@tensorflow/tfjs';
import { oneHotRows } from '../matrix/labels.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import type { Mode } from '../nn/network.js';
import { createRng } from '../random/rng.js';
import type { LatentTensors } from '../terms/forwardPass.js';
import { type Autoencoder, decode, encode } from '../train/forward.js';
import { mapChunks } from './chunks.js';

const inference: Mode = { training: false, rng: createRng(0) };

/** The two latents of some cells, the means of Gaussian ones. [cells, dims] each */
export interface Latents {
  /** z_bio. [cells, dims] */
  bio: Matrix;
  /** z_nio. [cells, dims] */
  nio: Matrix;
}

/** Encodes cells that are on the model's scale already. */
export async function encodeCells(model: Autoencoder, x: Matrix | CsrMatrix): Promise<Latents> {
  const { bio, nio } = model.layout;
  const both = await mapChunks(x, bio.size + nio.size, (chunk) => {
    const { mean } = encode(model, chunk, inference);
    return tf.concat([mean.bio, mean.nio], 1);
  });
  const columns = Array.from({ length: both.shape[1] }, (_, column) => column);
  return {
    bio: selectColumns(both, columns.slice(0, bio.size)),
    nio: selectColumns(both, columns.slice(bio.size)),
  };
}

/** Decodes cells with their own latents and the given batches. -> [cells, genes] on the model's scale */
export async function reconstructCells(
  model: Autoencoder,
  x: Matrix | CsrMatrix,
  codes: Int32Array,
  batches: number,
): Promise<Matrix> {
  return mapChunks(x, x.shape[1], (chunk, rows) => {
    const own = rows.map((row) => codes[row]!);
    const batch = tf.tensor2d(oneHotRows(own, batches), [rows.length, batches]);
    return decode(model, encode(model, chunk, inference).mean, batch, inference);
  });
}

/**
 * Decodes cells as if they came from other batches: their own z_bio, each target's mean z_nio and one-hot; mean over
 * the targets. -> [cells, genes] on the model's scale
 */
export async function correctCells(
  model: Autoencoder,
  x: Matrix | CsrMatrix,
  targets: readonly number[],
  centroids: Matrix,
): Promise<Matrix> {
  const [batches, size] = centroids.shape;
  const rowOf = (target: number) => centroids.data.slice(target * size, (target + 1) * size);
  return mapChunks(x, x.shape[1], (chunk) => {
    const cells = chunk.shape[0];
    const { bio } = encode(model, chunk, inference).mean;
    const decoded = targets.map((target) => {
      const nio = tf.tile(tf.tensor2d(rowOf(target), [1, size]), [cells, 1]);
      const batch = tf.tile(tf.tensor2d(oneHotRows([target], batches), [1, batches]), [cells, 1]);
      return decode(model, { bio, nio } as LatentTensors, batch, inference);
    });
    return tf.div(tf.addN(decoded), targets.length) as tf.Tensor2D;
  });
}

/** Mean of the rows of each class; a class without rows gets zeros. [classes, columns] */
export function classMeans({ data, shape }: Matrix, codes: Int32Array, classes: number): Matrix {
  const size = shape[1];
  const sums = new Float64Array(classes * size);
  const counts = new Float64Array(classes);
  codes.forEach((code, row) => {
    counts[code]!++;
    for (let j = 0; j < size; j++) sums[code * size + j]! += data[row * size + j]!;
  });
  const means = Float32Array.from(sums, (sum, i) => sum / Math.max(1, counts[Math.floor(i / size)]!));
  return { data: means, shape: [classes, size] };
}
