import * as tf from '@tensorflow/tfjs';
import { oneHotRows } from '../matrix/labels.js';
import { type CsrMatrix, isCsr, type Matrix } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import { toDense } from '../matrix/toDense.js';
import { encoderOutputs, meanColumns, splitMoments } from '../nn/latentLayout.js';
import type { Mode } from '../nn/network.js';
import { createRng } from '../random/rng.js';
import type { LatentTensors } from '../terms/forwardPass.js';
import { type Autoencoder, decode } from '../train/forward.js';
import { mapChunks } from './chunks.js';
import type { InputCells } from './inputScale.js';

/** Nothing is trained, drawn or moved. */
export const inference: Mode = { training: false, rng: createRng(0) };

/** The two latents of some cells, the means of Gaussian ones. [cells, dims] each */
export interface Latents {
  /** z_bio. [cells, dims] */
  bio: Matrix;
  /** z_nio. [cells, dims] */
  nio: Matrix;
}

/** What the encoder makes of a chunk of cells, which stays sparse if it is and the encoder can take it. */
function apply({ encoder }: Autoencoder, chunk: Matrix | CsrMatrix): tf.Tensor2D {
  if (isCsr(chunk) && encoder.applySparse) return encoder.applySparse(chunk, inference);
  const { data, shape } = toDense(chunk);
  return encoder.apply(tf.tensor2d(data, shape), inference);
}

const meansOf = (model: Autoencoder, chunk: Matrix | CsrMatrix): LatentTensors =>
  splitMoments(apply(model, chunk), model.layout).mean as LatentTensors;

/** Encodes cells. */
export async function encodeCells(model: Autoencoder, cells: InputCells): Promise<Latents> {
  const { layout } = model;
  const output = await mapChunks(cells, encoderOutputs(layout), (chunk) => apply(model, chunk));
  return {
    bio: selectColumns(output, meanColumns(layout, 'bio')),
    nio: selectColumns(output, meanColumns(layout, 'nio')),
  };
}

/** Decodes cells with their own latents and the given batches. -> [cells, genes] on the model's scale */
export async function reconstructCells(
  model: Autoencoder,
  cells: InputCells,
  codes: Int32Array,
  batches: number,
): Promise<Matrix> {
  return mapChunks(cells, cells.x.shape[1], (chunk, start) => {
    const own = codes.subarray(start, start + chunk.shape[0]);
    const batch = tf.tensor2d(oneHotRows(own, batches), [own.length, batches]);
    return decode(model, meansOf(model, chunk), batch, inference);
  });
}

/** The same row for every cell. Made by broadcasting: the number of cells must not appear in a graph that is exported. */
function rowForEach(cells: tf.Tensor2D, row: ArrayLike<number>): tf.Tensor2D {
  const zeros = tf.mul(tf.slice(cells, [0, 0], [-1, 1]), 0);
  return tf.add(zeros, tf.tensor2d(Array.from(row), [1, row.length]));
}

/** z_bio decoded with each target's mean z_nio and one-hot; mean over the targets. -> [cells, genes] */
export function decodeAs(
  model: Autoencoder,
  bio: tf.Tensor2D,
  targets: readonly number[],
  { data, shape: [batches, size] }: Matrix,
): tf.Tensor2D {
  const decoded = targets.map((target) => {
    const nio = rowForEach(bio, data.subarray(target * size, (target + 1) * size));
    const batch = rowForEach(bio, oneHotRows([target], batches));
    return decode(model, { bio, nio } as LatentTensors, batch, inference);
  });
  return tf.div(tf.addN(decoded), targets.length) as tf.Tensor2D;
}

/**
 * Decodes cells as if they came from other batches: their own z_bio, each target's mean z_nio and one-hot; mean over
 * the targets. -> [cells, genes] on the model's scale
 */
export async function correctCells(
  model: Autoencoder,
  cells: InputCells,
  targets: readonly number[],
  centroids: Matrix,
): Promise<Matrix> {
  return mapChunks(cells, cells.x.shape[1], (chunk) =>
    decodeAs(model, meansOf(model, chunk)['bio'], targets, centroids),
  );
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
