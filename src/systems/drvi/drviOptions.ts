import { numberWithin, oneOf, wholeNumber } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { LikelihoodName } from '../../distributions/likelihoods.js';
import type { SystemOptions } from '../../model/definition.js';
import { systemTable } from '../../model/systemRecipe.js';
import type { Pooling } from '../../nn/networks/additiveDecoder.js';
import { hiddenTable } from '../../nn/networks/mlpOptions.js';

/** How {@link Drvi} takes x to be distributed. */
export type DrviLikelihood = Exclude<LikelihoodName, 'zeroInflatedNegativeBinomial'>;

/** Options of {@link Drvi}. The defaults are those of drvi-py 0.2.8. */
export interface DrviOptions extends SystemOptions {
  /** Latent dimensions; those that the cells have no use for vanish; default 32. */
  latent?: number;
  /** Hidden layers of the encoder; default `[128, 128]`. */
  encoder?: readonly number[];
  /** Hidden layers of the decoder, shared by all dimensions; default `[128, 128]`. */
  decoder?: readonly number[];
  /** Share of the encoder's hidden units that is dropped while training; default 0.1. */
  dropout?: number;
  /** How the dimensions' effects are pooled; default `'logSumExp'`, effects that add up as counts do. */
  pooling?: Pooling;
  /**
   * What x is, given its mean. `'negativeBinomial'` (default; the original's `pnb` and `nb` are both this) and
   * `'poisson'` take counts; `'normal'` takes any values.
   */
  likelihood?: DrviLikelihood;
  /** Weight that the KL divergence to N(0, I) reaches; default 1. */
  klWeight?: number;
  /** Share of the run over which that weight rises from 0, in [0, 1]; default 1, all of it. */
  klWarmUp?: number;
  /** Adam's step size; default 1e-3. */
  learningRate?: number;
}

/** The options with defaults filled in. */
export type ResolvedDrviOptions = Required<DrviOptions>;

function layers(argument: string, hidden: readonly number[]): readonly number[] {
  wholeNumber(`${argument}.length`, hiddenTable.hidden(argument, hidden).length);
  return hidden;
}

const table = {
  ...systemTable,
  latent: (argument, given = 32) => wholeNumber(argument, given),
  encoder: (argument, given = [128, 128]) => layers(argument, given),
  decoder: (argument, given = [128, 128]) => layers(argument, given),
  dropout: (argument, given = 0.1) => hiddenTable.dropout(argument, given),
  pooling: (argument, given = 'logSumExp') => oneOf(argument, given, ['logSumExp', 'mean']),
  likelihood: (argument, given = 'negativeBinomial') =>
    oneOf(argument, given, ['negativeBinomial', 'poisson', 'normal']),
  klWeight: (argument, given = 1) => numberWithin(argument, given, 0),
  klWarmUp: (argument, given = 1) => numberWithin(argument, given, 0, 1),
  learningRate: (argument, given = 1e-3) => numberWithin(argument, given, 0),
} satisfies OptionTable<DrviOptions>;

/** Fills in the defaults. Throws on an unknown or impossible option. */
export function resolveDrviOptions(options: DrviOptions): ResolvedDrviOptions {
  return readOptions('Drvi', options, table);
}
