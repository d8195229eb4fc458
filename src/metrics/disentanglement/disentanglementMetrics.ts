import { badType, badValue } from '../../check/errors.js';
import { type OptionTable, readOptions } from '../../check/options.js';
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
  /** Seeds what is drawn: cells to train and to test on, the draws of FactorVAE and beta-VAE; default 0. */
  seed?: number | string;
}

const table = {
  seed: (_, given = 0) => given,
} satisfies OptionTable<DisentanglementMetricsOptions>;

/** How well single dimensions stand for single factors; each in [0, 1], 1 best, but for `totalCorrelation`. */
export interface DisentanglementMetrics {
  /** Mutual information gap: a factor's best dimension minus the second best, in shares of the factor's entropy. */
  mig: number;
  /** A dimension matters for one factor only (DCI, boosted trees). NaN with one factor. */
  disentanglement: number;
  /** One dimension only matters for a factor (DCI, boosted trees). */
  completeness: number;
  /** Share of held-out cells whose category boosted trees predict from all dimensions (DCI). Compare with the largest category. */
  informativeness: number;
  /** Separated attribute predictability: gap between the best and the second best dimension's prediction. */
  sap: number;
  /** The dimension that varies least names the factor held fixed. NaN with one factor. */
  factorVae: number;
  /** Distances of pairs name the factor they share. NaN with one factor. */
  betaVae: number;
  /** A dimension has information on one factor only. NaN with one factor. */
  modularity: number;
  /** A linear model tells each category from the rest: area under the ROC curve, 0.5 is chance. */
  explicitness: number;
  /** Gaussian total correlation of the dimensions in nats, from 0 (uncorrelated) to Infinity. Needs no factors. */
  totalCorrelation: number;
  /** DRVI's summaries of the scaled mutual information. NaN without categorical factors. */
  smi: MatchingScores;
  /** DRVI's summaries of the same-category neighbours. NaN without categorical factors. */
  spn: MatchingScores;
  /** DRVI's summaries of the absolute Spearman correlation; its authors advise against it for categories. */
  asc: MatchingScores;
  /** Where to look: which dimension holds which factor. */
  details: {
    /** Names of the dimensions, `'bio 0'`, … for a record of latents. */
    dims: string[];
    /** Names of the factors. */
    factors: string[];
    /** I(z_d; f) / H(f). [dims][factors] */
    sharedInformation: number[][];
    /** Importance of each dimension to the boosted trees, summing to 1 over the dimensions. [dims][factors] */
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

function asFactors(given: Readonly<Record<string, ArrayLike<string | number>>>, cells: number): Factor[] {
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
 * modularity, explicitness and total correlation as in disentanglement_lib with the settings of its study (histograms of 20
 * bins; boosted trees), and LMS, MSAS and MSGS over SMI, SPN and ASC as in DRVI (all categories of all factors side by side).
 *
 * disentanglement_lib asks a simulator for cells; here there are only those observed. So two thirds of each category train and
 * a third tests, and "cells that share a factor" are drawn among those given. Factors that go together in the data (a type that
 * occurs in one batch only) can't be told apart, and most scores fall.
 *
 * Text, and numbers with up to 20 different values, are categories. Other numbers are continuous: cut into 20 equally wide bins,
 * but for SAP, which takes the squared correlation, and DRVI's scores, which leave them out.
 *
 * Constant dimensions count as dimensions that hold nothing. Under ten seconds for 3,000 cells, 20 dims and 4 factors with
 * 21 categories together; boosted trees take most of it, in proportion to cells x dims x categories.
 *
 * @param latents - [cells, dims], or a record of such, say what `transform` gives; at least two dimensions together.
 * @param factors - By name, one value a cell. [cells]
 * @throws RangeError if lengths disagree, a value is missing or not finite, or a factor has one value only.
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
  factors: Readonly<Record<string, ArrayLike<string | number>>>,
  options: DisentanglementMetricsOptions = {},
): Promise<DisentanglementMetrics> {
  const rng = createRng(readOptions('disentanglementMetrics', options, table).seed);
  const { names, columns } = await dimColumns('disentanglementMetrics: latents', latents);
  const known = asFactors(factors, columns[0]!.length);
  const { sharedInformation, ...information } = informationScores(columns, known);
  const { importance, ...prediction } = await predictionScores(columns, known, rng);
  return {
    ...information,
    ...prediction,
    factorVae: factorVae(columns, known, rng.stream('factorVae')),
    betaVae: betaVae(columns, known, rng.stream('betaVae')),
    totalCorrelation: gaussianTotalCorrelation(columns),
    ...drviScores(columns, known, rng.stream('cells')),
    details: { dims: names, factors: known.map(({ name }) => name), sharedInformation, importance },
  };
}
