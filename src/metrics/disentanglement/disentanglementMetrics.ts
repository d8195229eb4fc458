import { abortSignal, aSeed, optional } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import type { Categories } from '../../matrix/categories.js';
import { checkpointOf } from '../../platform/checkpoint.js';
import { createRng, type Rng } from '../../random/rng.js';
import { absoluteSpearman } from './absoluteSpearman.js';
import { betaVae } from './betaVae.js';
import { dimColumns, type NamedLatents } from './dimColumns.js';
import { asFactor, type Factor } from './factor.js';
import { factorVae } from './factorVae.js';
import { gaussianTotalCorrelation } from './gaussianTotalCorrelation.js';
import { indicators } from './indicators.js';
import { informationScores } from './informationScores.js';
import { type MatchingScores, matchingScores } from './matchingScores.js';
import { predictionScores } from './predictionScores.js';
import { sameNeighbors } from './sameNeighbors.js';
import { scaledMutualInformation } from './scaledMutualInformation.js';

/** Options of {@link disentanglementMetrics}. */
export interface DisentanglementMetricsOptions {
  /** Seed of all random draws: training and test cells, the draws of FactorVAE and beta-VAE; default 0. */
  seed?: number | string;
  /** Aborts the call, between two of its parts: it rejects with the signal's reason. */
  signal?: AbortSignal;
}

const table = {
  seed: (argument, given = 0) => aSeed(argument, given),
  signal: optional(abortSignal),
} satisfies OptionTable<DisentanglementMetricsOptions>;

/** How well single dimensions represent single factors. Every score except `totalCorrelation` is in [0, 1]; 1 is best. */
export interface DisentanglementMetrics {
  /** Mutual information gap: a factor's best dimension minus the second best, as a share of the factor's entropy. */
  mig: number;
  /** Whether each dimension matters for one factor only (DCI, boosted trees). NaN with one factor. */
  disentanglement: number;
  /** Whether only one dimension matters for each factor (DCI, boosted trees). */
  completeness: number;
  /**
   * Share of held-out cells whose category boosted trees predict from all dimensions (DCI). Compare it with the share of the
   * largest category.
   */
  informativeness: number;
  /** Separated attribute predictability: gap between the predictions of the best and the second best dimension. */
  sap: number;
  /** How often the dimension that varies least identifies the fixed factor. NaN with one factor. */
  factorVae: number;
  /** How often the distances of pairs of cells identify the factor that they share. NaN with one factor. */
  betaVae: number;
  /** Whether each dimension has information on one factor only. NaN with one factor. */
  modularity: number;
  /** How well a linear model separates each category from the rest: area under the ROC curve, 0.5 is chance. */
  explicitness: number;
  /** Gaussian total correlation of the dimensions in nats, from 0 (uncorrelated) to Infinity. Needs no factors. */
  totalCorrelation: number;
  /** DRVI's summaries of the scaled mutual information. NaN without categorical factors. */
  smi: MatchingScores;
  /** DRVI's summaries of the same-category neighbours. NaN without categorical factors. */
  spn: MatchingScores;
  /** DRVI's summaries of the absolute Spearman correlation; its authors advise against it for categories. NaN likewise. */
  asc: MatchingScores;
  /** Which dimension holds which factor. */
  details: {
    /** Names of the dimensions, `'bio 0'`, … for a record of latents. */
    dims: string[];
    /** Names of the factors. */
    factors: string[];
    /** I(z_d; f) / H(f). [dims][factors] */
    sharedInformation: number[][];
    /** Importance of each dimension in the boosted trees; sums to 1 over the dimensions. [dims][factors] */
    importance: number[][];
  };
}

function drviScores(columns: readonly Float64Array[], factors: readonly Factor[], rng: Rng) {
  const targets = indicators(factors);
  const undefinedScores = { lms: Number.NaN, msas: Number.NaN, msgs: Number.NaN };
  if (targets.length === 0) return { smi: undefinedScores, spn: undefinedScores, asc: undefinedScores };
  return {
    smi: matchingScores(scaledMutualInformation(columns, targets)),
    spn: matchingScores(sameNeighbors(columns, targets, rng)),
    asc: matchingScores(absoluteSpearman(columns, targets)),
  };
}

function asFactors(given: Readonly<Record<string, Categories>>, cells: number): Factor[] {
  const argument = 'disentanglementMetrics: factors';
  const expected = "a record of known factors, such as { type: ['B', …], dose: [0, …] }";
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw badType({ argument, expected, received: Array.isArray(given) ? 'an array' : String(given) });
  }
  const factors = Object.entries(given).map(([name, values]) => asFactor(name, values, cells));
  if (factors.length === 0) throw badValue({ argument, expected, received: 'none' });
  return factors;
}

/**
 * Disentanglement scores for latents of cells whose factors of variation are known: MIG, DCI, SAP, FactorVAE, beta-VAE,
 * modularity, explicitness and total correlation as in disentanglement_lib with the settings of its study (histograms with
 * 20 bins, boosted trees), and LMS, MSAS and MSGS over SMI, SPN and ASC as in DRVI (all categories of all factors pooled).
 *
 * disentanglement_lib draws new cells from a simulator; here, only the given cells exist. Two thirds of each category are
 * therefore used for training and one third for testing, and "cells that share a factor" are drawn from the given cells.
 * Factors that coincide in the data (a type that occurs in one batch only) can't be separated, which lowers most scores.
 *
 * Text, and numbers with up to 20 different values, are categories. Other numbers are continuous: they are cut into 20
 * equally wide bins, except for SAP, which uses the squared correlation, and DRVI's scores, which leave them out.
 *
 * Constant dimensions count as dimensions that hold nothing. Takes under ten seconds for 3,000 cells, 20 dimensions and 4
 * factors with 21 categories in total; most of it goes to boosted trees, in proportion to cells x dims x categories.
 *
 * @param latents - [cells, dims], or a record of such matrices, for example the result of `transform`; at least two
 * dimensions in total.
 * @param factors - Columns by name, one value per cell. [cells] each
 * @throws RangeError if lengths disagree, a value is missing or not finite, a factor has fewer than two values with two
 * cells each, or the values of a factor have fewer than five cells on average; also on an unknown option.
 * @see Locatello et al. 2019, Challenging common assumptions in the unsupervised learning of disentangled representations,
 *   https://github.com/google-research/disentanglement_lib; Moinfar and Theis 2024 (DRVI), https://github.com/theislab/drvi
 * @example
 * ```ts
 * const { bio, nio } = await model.transform(x);
 * const { mig, disentanglement, details } = await disentanglementMetrics({ bio, nio }, { type, batch });
 * ```
 */
export async function disentanglementMetrics(
  latents: NamedLatents,
  factors: Readonly<Record<string, Categories>>,
  options: DisentanglementMetricsOptions = {},
): Promise<DisentanglementMetrics> {
  const { seed, signal } = readOptions('disentanglementMetrics', options, table);
  const rng = createRng(seed);
  const next = checkpointOf({ signal });
  await next();
  const { names, columns } = await dimColumns('disentanglementMetrics: latents', latents);
  const encoded = asFactors(factors, columns[0]!.length);
  const { sharedInformation, ...information } = informationScores(columns, encoded);
  const { importance, ...prediction } = await predictionScores(columns, encoded, rng, next);
  return {
    ...information,
    ...prediction,
    factorVae: factorVae(columns, encoded, rng.stream('factorVae')),
    betaVae: betaVae(columns, encoded, rng.stream('betaVae')),
    totalCorrelation: gaussianTotalCorrelation(columns),
    ...drviScores(columns, encoded, rng.stream('cells')),
    details: { dims: names, factors: encoded.map(({ name }) => name), sharedInformation, importance },
  };
}
