import * as tf from '@tensorflow/tfjs';
import { type Labels, oneHotRows } from '../matrix/labels.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { selectColumns } from '../matrix/selectColumns.js';
import type { CellMap } from '../model/map/cellMap.js';
import type { MapperOptions } from '../model/map/createMapper.js';
import type { InputCells } from '../model/map/inputScale.js';
import { mapChunks } from '../model/map/mapChunks.js';
import { encoderOutputs, meanColumns, splitMoments } from '../nn/latentLayout.js';
import type { Mode } from '../nn/network.js';
import { createRng } from '../random/rng.js';
import { rowForEach } from '../tensor/rowForEach.js';
import { type Autoencoder, decode } from './forward.js';
import type { LatentTensors } from './terms/forwardPass.js';

/** Nothing is trained, drawn or moved. */
export const inference: Mode = { training: false, rng: createRng(0) };

/** The two latents of some cells, the means of Gaussian ones. [cells, dims] each */
export interface Latents {
  /** z_bio. [cells, dims] */
  bio: Matrix;
  /** z_nio. [cells, dims] */
  nio: Matrix;
}

/** What the encoder makes of cells, which stay sparse if they are and it can take them. */
const apply = ({ encoder }: Autoencoder, x: tf.Tensor2D | CsrMatrix): tf.Tensor2D =>
  'indptr' in x ? encoder.applySparse!(x, inference) : encoder.apply(x, inference);

const takesSparse = ({ encoder }: Autoencoder): boolean => encoder.applySparse !== undefined;

const meansOf = (model: Autoencoder, x: tf.Tensor2D | CsrMatrix): LatentTensors =>
  splitMoments(apply(model, x), model.layout).mean as LatentTensors;

/** Encodes cells. */
export async function encodeCells(
  model: Autoencoder,
  cells: InputCells,
  options?: MapperOptions,
): Promise<Latents> {
  const { layout } = model;
  const columns = encoderOutputs(layout);
  const map: CellMap['map'] = (x) => apply(model, x);
  const output = await mapChunks({ cells, columns, sparse: takesSparse(model), map }, options);
  return {
    bio: selectColumns(output, meanColumns(layout, 'bio')),
    nio: selectColumns(output, meanColumns(layout, 'nio')),
  };
}

/** Decodes cells with their own latents and the given batches. -> [cells, genes] on the model's scale */
export function reconstructCells(
  model: Autoencoder,
  cells: InputCells,
  batch: Labels,
  options: MapperOptions,
): Promise<Matrix> {
  const map: CellMap['map'] = (x, { batch }) => decode(model, meansOf(model, x), batch!, inference);
  const job = { cells, known: { batch }, columns: cells.x.shape[1], sparse: takesSparse(model), map };
  return mapChunks(job, options);
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
export function correctCells(
  model: Autoencoder,
  cells: InputCells,
  { targets, centroids }: { targets: readonly number[]; centroids: Matrix },
  options: MapperOptions,
): Promise<Matrix> {
  const map: CellMap['map'] = (x) => decodeAs(model, meansOf(model, x)['bio'], targets, centroids);
  return mapChunks({ cells, columns: cells.x.shape[1], sparse: takesSparse(model), map }, options);
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
