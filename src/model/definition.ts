import type { Network } from '../nn/network.js';
import type { TrainingSet } from '../train/minibatch.js';
import type { Plan } from '../train/plan.js';
import type { Assembly, SystemShape } from './assembly.js';
import type { InputKind, Scale } from './map/inputScale.js';

/** A covariate that a system takes. */
export interface CovariateSpec {
  /** Names (one-hot in tensors; after `fit`, other names are refused), or numbers (passed on unchanged). */
  kind: 'categories' | 'values';
  /** Whether `fit` requires it; default true. */
  required?: boolean;
  /**
   * For categories: whether cells may lack one, which makes their one-hot row all zeros; default false. Entries may then be
   * null, undefined, NaN, '' or code -1, except in all cells.
   */
  partial?: boolean;
  /** Whether `transform` requires it too, because the encoder reads it; default false. */
  encoded?: boolean;
}

/** Options that every system has. */
export interface SystemOptions {
  /** Root of all randomness; default 0. */
  seed?: number | string;
  /**
   * How the values of `x` are read. `'auto'` (default): as what they are, see {@link describeUnits}; `fit` says so if they don't suit
   * the model. `'counts'`: as counts, whatever they look like. `'asIs'`: unchanged, whatever they look like.
   */
  input?: 'auto' | InputKind;
}

/** What `build` may read in addition to the shape. */
export interface BuildSource {
  /** When fitting: the training set, for statistics that the networks need. Absent when loading. */
  cells?: TrainingSet;
  /** When loading: the networks that the file describes. Their variables are overwritten from the file. */
  networks?: Readonly<Record<string, Network>>;
}

/**
 * Defines a kind of model: {@link DisentangledAE}, a published system or your own. A subclass of {@link System} hands it to
 * its constructor; the class only adds verbs.
 */
export interface SystemDefinition<Options extends SystemOptions, Parts extends Assembly = Assembly> {
  /** Name of the class, for the model file and for messages. */
  kind: string;
  /**
   * The columns that `fit` takes, by name. Default `batch` alone. If `batch` isn't listed, it is optional, and the encoder
   * doesn't read it.
   */
  covariates?(options: Options): Readonly<Record<string, CovariateSpec>>;
  /**
   * How x is brought to the networks' scale; `'auto'`: `'logCounts'` for counts, else
   * `'asIs'`, unless the option `input` decides. Default `'asIs'`.
   */
  scale?(options: Options): Scale | 'auto';
  /**
   * The values that the likelihood is made for; `fit` warns of others. Default: `'counts'` where that is the scale, otherwise any.
   */
  meant?(options: Options): 'counts' | 'logarithms';
  /** Whether minibatches hold the row of each cell (`minibatch.rows`), for tables with one row per cell; default false. */
  cellRows?: boolean;
  /** The system's own defaults for options of `fit`; the other defaults are those of {@link SystemFitOptions}. */
  plan?(shape: SystemShape, options: Options): Partial<Pick<Plan, 'epochs' | 'batchSize' | 'dropLast'>>;
  /** Makes the parts. When loading, only the shapes of variables matter: their values come from the file. */
  build(shape: SystemShape, options: Options, from: BuildSource): Parts;
}
