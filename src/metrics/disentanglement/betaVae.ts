import { logisticRegression } from '../../learn/logisticRegression.js';
import type { Rng } from '../../random/rng.js';
import { cellSampler } from './cellSampler.js';
import type { Factor } from './factor.js';

const drawsToLearn = 10_000;
const drawsToScore = 5_000;
const pairsPerDraw = 64;

interface Draws {
  /** Mean distance of a draw's pairs along each dimension. [draws, dims] */
  data: Float64Array;
  /** The factor whose value the pairs of a draw share. [draws] */
  shared: Int32Array;
}

/** Draws sets of pairs of cells that share one factor's value. */
function drawPairs(
  columns: readonly Float64Array[],
  factors: readonly Factor[],
  draws: number,
  rng: Rng,
): Draws {
  const samplers = factors.map(cellSampler);
  const dims = columns.length;
  const out = { data: new Float64Array(draws * dims), shared: new Int32Array(draws) };
  for (let draw = 0; draw < draws; draw++) {
    const factor = rng.integer(factors.length);
    out.shared[draw] = factor;
    for (let pair = 0; pair < pairsPerDraw; pair++) {
      const among = samplers[factor]!(rng);
      const [a, b] = [among[rng.integer(among.length)]!, among[rng.integer(among.length)]!];
      for (let d = 0; d < dims; d++) {
        out.data[draw * dims + d]! += Math.abs(columns[d]![a]! - columns[d]![b]!) / pairsPerDraw;
      }
    }
  }
  return out;
}

/**
 * beta-VAE score: a linear model should predict the factor that pairs of cells share from their distances along each
 * dimension. Accuracy of a logistic regression on the mean of |z1 - z2| over 64 pairs, with 10,000 draws for training and
 * 5,000 for testing. Chance is 1 / factors. NaN with one factor.
 *
 * Source: Higgins et al. 2017; as in disentanglement_lib, except that pairs are drawn from the observed cells.
 *
 * @param columns - [dims][cells]
 */
export function betaVae(columns: readonly Float64Array[], factors: readonly Factor[], rng: Rng): number {
  if (factors.length < 2) return Number.NaN;
  const dims = columns.length;
  const train = drawPairs(columns, factors, drawsToLearn, rng);
  const classify = logisticRegression({ data: train.data, dims }, train.shared, factors.length);
  const test = drawPairs(columns, factors, drawsToScore, rng);
  const right = test.shared.filter((factor, draw) => {
    const scores = classify(test.data, draw * dims);
    return scores.indexOf(Math.max(...scores)) === factor;
  });
  return right.length / drawsToScore;
}
