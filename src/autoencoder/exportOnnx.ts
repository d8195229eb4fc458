import type * as tf from '@tensorflow/tfjs';
import { aCategory, oneOf, optional } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { encodeLabels } from '../matrix/labels.js';
import { batchesOf, type Fitted } from '../model/fitted.js';
import { inference } from '../model/map/inferenceMode.js';
import { tensorInInputUnits, tensorOnModelScale } from '../model/map/tensorScale.js';
import { asModel, engineOf } from '../model/System.js';
import { encodeOnnx } from '../onnx/encodeOnnx.js';
import { traceInference } from '../record/inferenceGraph.js';
import type { Traceable } from '../record/trace.js';
import type { DisentangledAE } from './DisentangledAE.js';
import { centroidsOf, decodeAs } from './decodeCells.js';
import type { AutoencoderAssembly } from './definition.js';
import { decode, encode } from './forward.js';
import type { LatentTensors } from './terms/forwardPass.js';

/** The parts of a model that can be exported. */
export type OnnxPart = 'encoder' | 'decoder' | 'correct';

/** Options of {@link exportOnnx}. */
export interface ExportOnnxOptions {
  /** For `'correct'`: the batch to correct to; default the mean over all batches. */
  to?: string | number;
}

const table = { to: optional(aCategory) } satisfies OptionTable<ExportOnnxOptions>;

type FittedAutoencoder = Fitted<AutoencoderAssembly>;

/** A part as a function, and the number of columns of each input; the number of cells is open. */
interface Exported {
  fn: Traceable;
  inputs: Record<string, number>;
}

function encoderOf({ assembly: { model }, scale, genes }: FittedAutoencoder): Exported {
  const fn: Traceable = ({ x }) => {
    const { bio, nio } = encode(model, tensorOnModelScale(x as tf.Tensor2D, scale), inference).mean;
    return { bio, nio };
  };
  return { fn, inputs: { x: genes } };
}

function decoderOf({ assembly: { model }, batches }: FittedAutoencoder): Exported {
  const { bio, nio } = model.layout;
  const fn: Traceable = ({ batch, ...latent }) => ({
    x: decode(model, latent as LatentTensors, batch as tf.Tensor2D, inference),
  });
  return { fn, inputs: { bio: bio.size, nio: nio.size, batch: batches.length } };
}

async function correctOf(
  { assembly, scale, genes, batches, mapped }: FittedAutoencoder,
  to?: string | number,
): Promise<Exported> {
  const { model } = assembly;
  const centroids = await centroidsOf(assembly);
  const wanted =
    to === undefined ? batchesOf({ batches, ...(mapped ? { mapped } : {}) }).batches : [String(to)];
  const targets = [...encodeLabels('exportOnnx: to', wanted, { allowed: batches }).codes];
  const fn: Traceable = (inputs) => {
    const x = inputs['x'] as tf.Tensor2D;
    const { bio } = encode(model, tensorOnModelScale(x, scale), inference).mean;
    const mean = decodeAs(model, bio, targets, centroids);
    return { x_corrected: tensorInInputUnits(mean, x, scale) };
  };
  return { fn, inputs: { x: genes } };
}

function metadataOf(fitted: FittedAutoencoder, part: OnnxPart, to?: string | number): Record<string, string> {
  const { batches, scale, geneNames, preprocessing } = fitted;
  const counts = 'counts; brought to 10,000 per cell and log1p inside the graph';
  const logCounts = part === 'decoder' ? 'log1p of counts per 10,000' : counts;
  return {
    part,
    units: scale === 'logCounts' ? logCounts : 'as given to fit',
    batches: JSON.stringify(batches),
    ...(geneNames ? { genes: JSON.stringify(geneNames) } : {}),
    ...(preprocessing ? { preprocessing: JSON.stringify(preprocessing) } : {}),
    ...(part === 'correct' ? { to: to === undefined ? 'mean over batches' : String(to) } : {}),
  };
}

/**
 * Exports a part of a fitted model as a self-contained ONNX file, for onnxruntime in any language (operation set 17).
 *
 * - `'encoder'`: x [cells, genes] -> bio [cells, dims], nio [cells, dims], as `transform`.
 * - `'decoder'`: bio, nio, batch (one-hot [cells, batches]) -> x [cells, genes], on the networks' scale.
 * - `'correct'`: x [cells, genes] -> x_corrected [cells, genes], as `correct`.
 *
 * Cells pass through the encoder as it is, without the maps of batches that `extend` has added. The number of cells is free. x has the units of `fit`: the normalisation of counts is part of the graph. The file's
 * metadata hold `part`, `units`, `batches` and, if `fit` was given them, `genes` and `preprocessing` (JSON).
 *
 * @param model - A fitted model. It stays unchanged.
 * @returns The bytes of the file.
 * @throws Error before `fit`; RangeError on an unknown part or batch; UntraceableError if one of your networks can't be recorded.
 * @example
 * ```ts
 * await writeFile('encoder.onnx', await exportOnnx(model, 'encoder'));
 * // Python: onnxruntime.InferenceSession('encoder.onnx').run(['bio', 'nio'], {'x': counts.astype('float32')})
 * ```
 */
export async function exportOnnx(
  model: DisentangledAE,
  part: OnnxPart,
  options: ExportOnnxOptions = {},
): Promise<Uint8Array> {
  oneOf('exportOnnx: part', part, ['encoder', 'decoder', 'correct']);
  if (part === 'correct') readOptions('exportOnnx', options, table);
  else readOptions('exportOnnx', options as object, {});
  const life = engineOf(asModel('exportOnnx: model', model)).life;
  return life.use('exportOnnx', async (fitted) => {
    const parts = { encoder: encoderOf, decoder: decoderOf, correct: () => correctOf(fitted, options.to) };
    const { fn, inputs } = await parts[part](fitted);
    const shapes = Object.entries(inputs).map(([name, size]) => [name, { shape: ['cells', size] }]);
    const graph = await traceInference(fn, Object.fromEntries(shapes));
    return encodeOnnx(graph, {
      name: `zbio ${part}`,
      metadata: metadataOf(fitted, part, options.to),
    });
  });
}
