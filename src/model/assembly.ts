import type * as tf from '@tensorflow/tfjs';
import type { CsrMatrix } from '../matrix/matrix.js';
import type { Mode, Network } from '../nn/network.js';
import type { Rng } from '../random/rng.js';
import type { Progress } from '../schedules/schedule.js';
import type { Minibatch, TrainingSet } from '../train/minibatch.js';
import type { Sampler } from '../train/sampler.js';
import type { Step } from '../train/step.js';
import type { AssemblyPhase } from './assemblyPhase.js';
import type { ExtensionParts } from './map/extensionParts.js';

/** Size and categories of a covariate, as given to `fit`. */
export interface CovariateShape {
  /** Number of columns of its tensor. */
  size: number;
  /** In the order of the one-hot columns; absent for values. */
  categories?: readonly string[];
}

/** The sizes that a system is built for. */
export interface SystemShape {
  /** Number of cells of the training set. */
  cells: number;
  /** Number of genes of the training set. */
  genes: number;
  /** Names of the batches, in the order of the one-hot columns; a single one if `fit` was given none. */
  batches: readonly string[];
  /** Names of the batches that `extend` has added; a decoder that reads the batch has columns for them too. Default none. */
  added?: readonly string[];
  /** The covariates that `fit` was given, without the batch, by name. */
  covariates: Readonly<Record<string, CovariateShape>>;
  /** Source of initial weights: `rng.stream('encoder')`, one stream per network. */
  rng: Rng;
}

/** A chunk of cells to encode, as tensors. */
export interface EncodeInput<X = tf.Tensor2D> {
  /** Values on the networks' scale. [cells, genes] */
  x: X;
  /** The batch, one-hot; absent if it wasn't given. [cells, batches] */
  batch?: tf.Tensor2D;
  /** The covariates that were given, by name: categories one-hot, values unchanged. [cells, size] each */
  covariates: Record<string, tf.Tensor2D>;
}

/** A chunk of cells to encode, with `x` as compressed rows if the cells were given as such. */
export type SparseEncodeInput = EncodeInput<tf.Tensor2D | CsrMatrix>;

/** A part of an assembly: a network, a table, a statistic. `toConfig` describes it, so that a file can bring it back. */
export type Part = Pick<Network, 'variables'> & Partial<Pick<Network, 'toConfig'>>;

/** An encoder whose output holds the means of all latents, side by side in the order of {@link Assembly.latent}. */
export interface JoinedEncoder {
  /** Columns of the output; those behind the means are ignored. */
  columns: number;
  /** Whether the first layer reads compressed rows. If not, cells arrive dense. */
  sparse: boolean;
  /** Encodes cells, inside `tf.tidy`. -> [cells, columns] */
  apply(input: SparseEncodeInput, mode: Mode): tf.Tensor2D;
}

/** The meaning of a system's latents. */
export interface LatentRoles {
  /** Name of the latent for the biology. */
  biology: string;
  /** Name of the latent for the batch. */
  nuisance?: string;
  /** Whether the gradient of the reconstruction is kept away from the nuisance latent; default false. */
  nuisanceDetached?: boolean;
}

/**
 * The parts of a system: its networks, its training phases and its encoder. `build` returns it.
 *
 * Everything that must survive `save` lives in variables of `networks`, statistics and tables as variables that aren't
 * trainable. To be compiled, a step draws whole tensors from `step.mode.rng` and reads changing numbers by
 * `step.value(schedule)`.
 */
export interface Assembly {
  /** Every part by name: networks, tables, statistics. The engine saves, restores and disposes their variables. */
  networks: Readonly<Record<string, Part>>;
  /** Names of the networks that belong to the caller: they are saved and restored, but never disposed. Default none. */
  given?: readonly string[];
  /** Names of the networks whose configuration goes into the file; `build` gets them back on loading. Default none. */
  described?: readonly string[];
  /** The phases, in the order in which they run at each step; see {@link assemblyPhase}. */
  phases: readonly AssemblyPhase[];
  /**
   * Whether the phases share one Adam: a variable that several phases move then has one pair of moments. Default false: one
   * pair per phase.
   */
  sharedMoments?: boolean;
  /** Size of each latent that `encode` returns, by name. */
  latent: Readonly<Record<string, number>>;
  /** The meaning of the latents, for reports; default: the first holds the biology, and none the batch. */
  roles?: LatentRoles;
  /** Computes the means of the latents, which `transform` returns. Runs inside `tf.tidy`. [cells, size] each */
  encode(input: EncodeInput, mode: Mode): Record<string, tf.Tensor2D>;
  /** The encoder alone, if `encode` only cuts its output into blocks: `transform` then cuts once, not chunk by chunk. */
  encoder?: JoinedEncoder;
  /** The error of held-out cells, which early stopping watches; lower is better. Runs inside `tf.tidy`. */
  error(minibatch: Minibatch, step: Step): tf.Scalar;
  /** Strength of the input noise, for the history; default 0. */
  noiseLevel?(progress: Progress): number;
  /** Makes the sampler that cuts each epoch into minibatches; default {@link randomSampler}. */
  sampler?(set: TrainingSet): Sampler;
  /** Present if {@link System.extend} can add batches: one encoder for all batches, with a batch norm in its first layer. */
  extension?: ExtensionParts;
  /** Runs after training, also after an abort: writes statistics of the cells into variables that aren't trainable. */
  finish?(set: TrainingSet): Promise<void>;
}

/** Name of the latent for the biology. */
export const biologyOf = ({ roles, latent }: Pick<Assembly, 'roles' | 'latent'>): string =>
  roles?.biology ?? Object.keys(latent)[0]!;
