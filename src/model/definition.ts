import type { Network } from '../nn/network.js';
import type { TrainingSet } from '../train/minibatch.js';
import type { Plan } from '../train/plan.js';
import type { Assembly, SystemShape } from './assembly.js';
import type { Scale } from './map/inputScale.js';

/** A covariate that a system takes. */
export interface CovariateSpec {
  /** Names (one-hot in tensors, unknown ones are refused after `fit`), or numbers (as they are). */
  kind: 'categories' | 'values';
  /** Whether `fit` needs it; default true. */
  required?: boolean;
  /** Whether `transform` needs it too, because the encoder reads it; default false. */
  encoded?: boolean;
}

/** Options that every system has. */
export interface SystemOptions {
  /** Root of all randomness; default 0. */
  seed?: number | string;
}

/** Where `build` takes from what a shape can't tell. */
export interface BuildSource {
  /** The training cells, when fitting: for statistics that the networks need. Absent when loading. */
  cells?: TrainingSet;
  /** The networks that the file describes, when loading. Their variables are overwritten from the file. */
  networks?: Readonly<Record<string, Network>>;
}

/**
 * What makes a kind of model: {@link DisentangledAE}, a published system or your own. A value that a subclass of
 * {@link System} hands to its constructor; the class only adds verbs.
 */
export interface SystemDefinition<Options extends SystemOptions, Parts extends Assembly = Assembly> {
  /** Name of the class: in the model file and in messages. */
  kind: string;
  /**
   * What `fit` takes, by name. `batch` needn't be named: where it isn't, it is optional, and no encoder reads it. Default
   * nothing else.
   */
  covariates?(options: Options): Readonly<Record<string, CovariateSpec>>;
  /** What happens to x on its way to the networks; `'auto'`: `'logCounts'` for counts, else `'asIs'`. Default `'asIs'`. */
  scale?(options: Options): Scale | 'auto';
  /** Whether steps are told which cells they see (`minibatch.rows`): for tables with one row per cell; default false. */
  cellRows?: boolean;
  /** What `fit` does where its options don't say; default as {@link FitOptions} has it. */
  plan?(shape: SystemShape, options: Options): Partial<Pick<Plan, 'epochs' | 'batchSize' | 'dropLast'>>;
  /** Makes the parts. When loading, only the shapes of variables count: their values come from the file. */
  build(shape: SystemShape, options: Options, from: BuildSource): Parts;
}
