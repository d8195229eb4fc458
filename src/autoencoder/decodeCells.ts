import * as tf from '@tensorflow/tfjs';
import { oneHotRows } from '../matrix/labels.js';
import type { Matrix } from '../matrix/matrix.js';
import type { SparseEncodeInput } from '../model/assembly.js';
import { inference } from '../model/map/inferenceMode.js';
import { toInputUnits } from '../model/map/inputScale.js';
import { checkResult } from '../model/map/mapChunks.js';
import { mapCells, mapSparseCells, type SystemCells } from '../model/systemCells.js';
import { splitMoments } from '../nn/latentLayout.js';
import type { Mode } from '../nn/network.js';
import { rowForEach } from '../tensor/rowForEach.js';
import type { AutoencoderAssembly } from './definition.js';
import { type AutoencoderParts, decode } from './forward.js';
import type { LatentTensors } from './terms/forwardPass.js';

/** Maps cells to decoded cells in the units of the input. -> [cells, genes] */
async function decoded(
  { model }: AutoencoderAssembly,
  cells: SystemCells,
  map: (input: SparseEncodeInput, mode: Mode) => tf.Tensor2D,
): Promise<Matrix> {
  const genes = cells.x.shape[1];
  const through = model.encoder.applySparse ? mapSparseCells : mapCells;
  const result = toInputUnits(await through(cells, genes, map), cells);
  return checkResult(result, cells, cells.mapper ?? { call: '' });
}

/** The means of the latents, through the maps of added batches. [cells, size] each */
const meansOf = ({ encoder, model }: AutoencoderAssembly, input: SparseEncodeInput, mode: Mode) =>
  splitMoments(encoder.apply(input, mode), model.layout).mean as LatentTensors;

/** Decodes cells with their own latents and batches. -> [cells, genes] */
export function reconstructCells(assembly: AutoencoderAssembly, cells: SystemCells): Promise<Matrix> {
  const { model } = assembly;
  return decoded(assembly, cells, ({ x, batch }, mode) =>
    decode(model, meansOf(assembly, { x, batch: batch!, covariates: {} }, mode), batch!, mode),
  );
}

/** Reads the mean z_nio of each batch's training cells from tfjs. [batches, nio] */
export async function centroidsOf({ networks, model }: AutoencoderAssembly): Promise<Matrix> {
  const [variable] = networks.centroids.variables;
  const [batches] = variable!.shape as [number, number];
  return { data: (await variable!.data()) as Float32Array, shape: [batches, model.layout.nio.size] };
}

/** Decodes z_bio with the mean z_nio and the one-hot of each target batch; mean over the targets. -> [cells, genes] */
export function decodeAs(
  model: AutoencoderParts,
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
 * Decodes cells as if they came from other batches: encodes them and hands z_bio to {@link decodeAs}. -> [cells, genes]
 */
export async function correctCells(
  assembly: AutoencoderAssembly,
  cells: SystemCells,
  targets: readonly number[],
): Promise<Matrix> {
  const { model } = assembly;
  const centroids = await centroidsOf(assembly);
  return decoded(assembly, cells, (input, mode) =>
    decodeAs(model, meansOf(assembly, input, mode).bio, targets, centroids),
  );
}
