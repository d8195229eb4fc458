import * as tf from '@tensorflow/tfjs';
import type { LossTerm } from '../../autoencoder/terms/forwardPass.js';
import { copyRows } from '../../matrix/copyRows.js';
import { oneHotRows } from '../../matrix/labels.js';
import type { Mode } from '../../nn/network.js';
import { sampleGaussian } from '../../nn/sampleGaussian.js';
import { normalTensor } from '../../random/randomTensors.js';
import type { Rng } from '../../random/rng.js';
import type { Minibatch, TrainingSet } from '../../train/minibatch.js';
import type { Step } from '../../train/step.js';
import type { EncodedMoments, ExtensionParts, Memory, ScaledCells } from '../map/extensionParts.js';
import type { BatchMap } from './batchMap.js';
import { createDrawer } from './drawRows.js';
import type { GrownVariable } from './growVariables.js';
import type { FormSettings } from './mapForms.js';
import { createRecall, type Recall } from './recall.js';
import { runSteps, type StepWatch } from './steps.js';

/** Cells of either group in a step. */
export const perStep = 128;
/** Standard deviation of the noise on new cells: that at the end of a fit. */
const noise = 0.02;

/** What a map is trained with. */
export interface MapJob {
  /** Name of the batch. */
  batch: string;
  parts: ExtensionParts;
  /** Name of the latent for the biology. */
  latent: string;
  memory: Memory;
  /** The new batch's cells. */
  cells: ScaledCells;
  map: BatchMap;
  settings: FormSettings;
  /** For terms that reconstruct: the decoder's variables whose new rows move, and the batch's column among all. */
  decoder: { grown: readonly GrownVariable[]; column: number; columns: number } | undefined;
  rng: Rng;
}

/** The two groups that are compared, in the form that the terms read. */
interface Pass extends Step {
  latent: { bio: tf.Tensor2D };
  mean: { bio: tf.Tensor2D };
  batch: tf.Tensor2D;
  /** The same for the new cells alone. */
  own: () => object;
}

const drawnFrom = (mean: tf.Tensor2D, logVariance: tf.Tensor2D | undefined, { rng }: Mode): tf.Tensor2D =>
  logVariance ? sampleGaussian(mean, logVariance, { training: true, rng }) : mean;

/** One identical row per cell: the one-hot vector of a column. */
export function oneHotFor(cells: number, column: number, columns: number): tf.Tensor2D {
  const codes = new Int32Array(cells).fill(column);
  return tf.tensor2d(oneHotRows(codes, columns), [cells, columns]);
}

/** The networks as they stand: their running statistics are those of the reference. */
export const standing = ({ rng }: Mode): Mode => ({ training: false, rng });

/** What terms on the new cells alone read: see {@link ForwardPass}. */
function ownPass(job: MapJob, x: tf.Tensor2D, moments: EncodedMoments, bio: tf.Tensor2D, step: Step): object {
  const { latent, parts, decoder } = job;
  const { mean, logVariance } = moments;
  const output = (): tf.Tensor2D => {
    const batch = oneHotFor(x.shape[0], decoder!.column, decoder!.columns);
    return parts.decoder!.decode({ ...mean, [latent]: bio }, batch, standing(step.mode));
  };
  return {
    ...step,
    x,
    mean: { bio: mean[latent] },
    logVariance: { bio: logVariance[latent] },
    get output() {
      return output();
    },
  };
}

function forward(job: MapJob, recall: Recall, { x, covariates }: Minibatch, step: Step): Pass {
  const { parts, map, latent } = job;
  const noisy = tf.add(x, tf.mul(normalTensor(x.shape, step.mode.rng), noise)) as tf.Tensor2D;
  const mode: Mode = { ...standing(step.mode), behindFirstNorm: (normed) => map.apply(normed) };
  const moments = parts.moments(noisy, mode);
  const mean = moments.mean[latent]!;
  const bio = drawnFrom(mean, moments.logVariance[latent], step.mode);
  const remembered = recall.moments(covariates['memory']!);
  const samples = drawnFrom(remembered.mean, remembered.logVariance, step.mode);
  const groups = [oneHotFor(x.shape[0], 0, 2), oneHotFor(recall.cells, 1, 2)];
  return {
    ...step,
    latent: { bio: tf.concat([bio, samples], 0) },
    mean: { bio: tf.concat([mean, remembered.mean], 0) },
    batch: tf.concat(groups, 0) as tf.Tensor2D,
    own: () => ownPass(job, x, moments, bio, step),
  };
}

/** A term that reads the new cells alone. */
const onOwn = (term: LossTerm): LossTerm => ({
  ...term,
  loss: (pass, networks) => term.loss((pass as unknown as Pass).own() as never, networks),
});

/** An empty set for the cells of a step. */
export function stepSet(cells: number, genes: number, covariates: TrainingSet['covariates']): TrainingSet {
  const batch = { categories: ['new'], codes: new Int32Array(cells) };
  return {
    x: { data: new Float32Array(cells * genes), shape: [cells, genes] },
    batch,
    covariates: covariates!,
  };
}

/** Trains the map of a new batch against the remembered cells. */
export function trainMap(job: MapJob, watch: StepWatch): Promise<void> {
  const { batch, cells, settings, map, decoder, rng, memory } = job;
  const { steps, learningRate } = settings;
  const count = Math.min(perStep, cells.shape[0]);
  const draw = createDrawer(cells.shape[0], count, rng.stream('cells'));
  const recall = createRecall(memory, { cells: perStep, rows: count, rng: rng.stream('memory') });
  const set = stepSet(count, cells.shape[1], { memory: recall.drawn });
  const terms = [...settings.dependence(), ...settings.own().map(onOwn)];
  return runSteps<Pass>(
    {
      batch,
      steps,
      learningRate,
      free: map.variables,
      grown: decoder?.grown ?? [],
      terms: terms as never,
      latent: { bio: memory.mean.shape[1] },
      set,
      refill: () => {
        copyRows(cells, draw(), set.x.data);
        recall.draw();
      },
      forward: (minibatch, step) => forward(job, recall, minibatch, step),
      rng,
    },
    watch,
  );
}
