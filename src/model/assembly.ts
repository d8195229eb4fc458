import type * as tf from '@tensorflow/tfjs';
import type { Mode, Network } from '../nn/network.js';
import type { Rng } from '../random/rng.js';
import type { Progress } from '../schedules/schedule.js';
import type { Minibatch, TrainingSet } from '../train/minibatch.js';
import type { Plan } from '../train/plan.js';
import type { Sampler } from '../train/sampler.js';
import type { Step } from '../train/step.js';
import type { AssemblyPhase } from './assemblyPhase.js';

/** A covariate that a system takes beside the batch. */
export interface CovariateSpec {
  /** Names (one-hot in tensors, unknown ones are refused after `fit`), or numbers (as they are). */
  kind: 'categories' | 'values';
  /** Whether `fit` needs it; default true. */
  required?: boolean;
  /** Whether `transform` needs it too, because the encoder reads it; default false. */
  encoded?: boolean;
}

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
  /** The covariates that `fit` got, by name. */
  covariates: Readonly<Record<string, CovariateShape>>;
  /** Where initial weights are drawn from: `rng.stream('encoder')`, a name a network. */
  rng: Rng;
}

/** Cells to encode, as tensors. */
export interface EncodeInput {
  /** [cells, genes] */
  x: tf.Tensor2D;
  /** One-hot, if it was given. [cells, batches] */
  batch?: tf.Tensor2D;
  /** Those that were given. [cells, size] each */
  covariates: Record<string, tf.Tensor2D>;
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
  networks: Readonly<Record<string, Pick<Network, 'variables'>>>;
  /** The players, in the order in which they move at each step; see {@link assemblyPhase}. */
  phases: readonly AssemblyPhase[];
  /**
   * Whether the phases share one Adam: a variable that several of them move has one pair of moments for all then. Default
   * false, a pair a phase.
   */
  sharedMoments?: boolean;
  /** Size of each latent that `encode` returns, by name. */
  latent: Readonly<Record<string, number>>;
  /** The latents' means, what `transform` returns. Runs inside `tf.tidy`. [cells, size] each */
  encode(input: EncodeInput, mode: Mode): Record<string, tf.Tensor2D>;
  /** What is watched on held-out cells: lower is better. Runs inside `tf.tidy`. */
  error(minibatch: Minibatch, step: Step): tf.Scalar;
  /** Strength of the input noise, for the history; default 0. */
  noiseLevel?(progress: Progress): number;
  /** How an epoch is cut into minibatches; default {@link randomSampler}. */
  sampler?(set: TrainingSet): Sampler;
  /** After training (also after an abort): statistics of the cells, written into variables that aren't trainable. */
  finish?(set: TrainingSet): Promise<void>;
}

/** Options that every system has. */
export interface SystemOptions {
  /** Root of all randomness; default 0. */
  seed?: number | string;
}

/** What makes a kind of system: a value that a subclass of {@link System} hands to its constructor. */
export interface SystemDefinition<Options extends SystemOptions> {
  /** Name of the class: in the model file and in messages. */
  kind: string;
  /** What `fit` takes beside the batch, by name; default nothing. */
  covariates?(options: Options): Readonly<Record<string, CovariateSpec>>;
  /** Whether the encoder reads the batch, so that `transform` needs it; default false. */
  batchEncoded?: boolean;
  /** Whether x must be counts: values below 0 are refused then; default false. */
  counts?(options: Options): boolean;
  /** Whether steps are told which cells they see (`minibatch.rows`): for tables with a row a cell; default false. */
  cellRows?: boolean;
  /** What `fit` does where its options don't say; default as {@link FitOptions} has it. */
  plan?(shape: SystemShape, options: Options): Partial<Pick<Plan, 'epochs' | 'batchSize' | 'dropLast'>>;
  /**
   * Makes the parts.
   *
   * @param cells - The training cells, when fitting: for statistics that the networks need. None when loading: the
   * variables are overwritten from the file then, so that their shapes are all that counts.
   */
  build(shape: SystemShape, options: Options, cells?: TrainingSet): Assembly;
}
