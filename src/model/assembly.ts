import type * as tf from '@tensorflow/tfjs';
import type { CsrMatrix } from '../matrix/matrix.js';
import type { Mode, Network } from '../nn/network.js';
import type { Rng } from '../random/rng.js';
import type { Progress } from '../schedules/schedule.js';
import type { Minibatch, TrainingSet } from '../train/minibatch.js';
import type { Sampler } from '../train/sampler.js';
import type { Step } from '../train/step.js';
import type { AssemblyPhase } from './assemblyPhase.js';

/** A covariate as `fit` found it. */
export interface CovariateShape {
  /** Columns of its tensor. */
  size: number;
  /** In the order of the one-hot's columns; absent for values. */
  categories?: readonly string[];
}

/** The sizes that a system is built for. */
export interface SystemShape {
  /** Cells of the training set. */
  cells: number;
  /** Genes of the training set. */
  genes: number;
  /** Batches, in the order of the one-hot's columns; one if `fit` got none. */
  batches: readonly string[];
  /** The covariates that `fit` got beside the batch, by name. */
  covariates: Readonly<Record<string, CovariateShape>>;
  /** Where initial weights are drawn from: `rng.stream('encoder')`, one name per network. */
  rng: Rng;
}

/** Cells to encode, as tensors. */
export interface EncodeInput<X = tf.Tensor2D> {
  /** On the networks' scale. [cells, genes] */
  x: X;
  /** One-hot, if it was given. [cells, batches] */
  batch?: tf.Tensor2D;
  /** Those that were given. [cells, size] each */
  covariates: Record<string, tf.Tensor2D>;
}

/** Cells to encode, by compressed rows if that is how they came. */
export type SparseEncodeInput = EncodeInput<tf.Tensor2D | CsrMatrix>;

/** A part of an assembly: a network, a table, a statistic. `toConfig` says how to make it again from a file. */
export type Part = Pick<Network, 'variables'> & Partial<Pick<Network, 'toConfig'>>;

/** What the latents of a system stand for. */
export interface LatentRoles {
  /** Name of the latent that is to hold the biology. */
  biology: string;
  /** Name of the latent that is to hold the batch. */
  nuisance?: string;
  /** Whether reconstruction is kept from shaping the nuisance latent; default false. */
  nuisanceDetached?: boolean;
}

/**
 * What a system is made of: its networks, how they are trained, how cells are encoded. A value that `build` returns.
 *
 * Everything that must survive `save` lives in variables of `networks`: statistics and tables too, as variables that aren't
 * trainable. What happens in a step draws from `step.mode.rng` by whole tensors and asks for changing numbers by
 * `step.value(schedule)`; so it can be compiled.
 */
export interface Assembly {
  /** Every part by name: networks, tables, statistics. The engine saves, restores and disposes their variables. */
  networks: Readonly<Record<string, Part>>;
  /** Names of the networks that the caller made: they are saved and restored, but never disposed. Default none. */
  given?: readonly string[];
  /** Names of the networks whose configuration goes into the file, so that `build` gets them back. Default none. */
  described?: readonly string[];
  /** The players, in the order in which they move at each step; see {@link assemblyPhase}. */
  phases: readonly AssemblyPhase[];
  /**
   * Whether the phases share one Adam: a variable that several of them move has one pair of moments for all then. Default
   * false, one pair per phase.
   */
  sharedMoments?: boolean;
  /** Size of each latent that `encode` returns, by name. */
  latent: Readonly<Record<string, number>>;
  /** What they stand for, for reports; default: the first holds the biology, and none the batch. */
  roles?: LatentRoles;
  /** The latents' means, what `transform` returns. Runs inside `tf.tidy`. [cells, size] each */
  encode(input: EncodeInput, mode: Mode): Record<string, tf.Tensor2D>;
  /** The same where the first layer can read compressed rows. Without it, cells arrive dense. */
  encodeSparse?(input: SparseEncodeInput, mode: Mode): Record<string, tf.Tensor2D>;
  /** What is watched on held-out cells: lower is better. Runs inside `tf.tidy`. */
  error(minibatch: Minibatch, step: Step): tf.Scalar;
  /** Strength of the input noise, for the history; default 0. */
  noiseLevel?(progress: Progress): number;
  /** How an epoch is cut into minibatches; default {@link randomSampler}. */
  sampler?(set: TrainingSet): Sampler;
  /** After training (also after an abort): statistics of the cells, written into variables that aren't trainable. */
  finish?(set: TrainingSet): Promise<void>;
}
