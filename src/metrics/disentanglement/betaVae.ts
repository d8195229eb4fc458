import { logisticRegression } from '../../learn/logisticRegression.js';
import type { Rng } from '../../random/rng.js';
import { cellSampler } from './cellSampler.js';
import type { Factor } from './factor.js';

const drawsToLearn = 10_000;
const drawsToScore = 5_000;
const pairsPerDraw = 64;

interface Draws {
  /** Mean distance along every dimension, of the pairs of a draw. [draws, dims] */
  data: Float64Array;
  /** The factor that the pairs of a draw share. [draws] */
  shared: Int32Array;
}

/** Draws pairs of cells that share one factor's value. */
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
 * beta-VAE score: from how far apart pairs of cells are along each dimension, a linear model should tell which factor the
 * pairs share. Accuracy of a logistic regression on the mean of |z1 - z2| over 64 pairs, 10,000 draws to learn from, 5,000 to
 * be scored on. 1 / factors is chance. NaN with one factor.
 *
 * Source: Higgins et al. 2017; as in disentanglement_lib, but for drawing among observed cells.
 *
 * @param columns - [dims][cells]
 */
export function betaVae(columns: readonly Float64Array[], factors: readonly Factor[], rng: Rng): number {
  if (factors.length < 2) return Number.NaN;
  const dims = columns.length;
  const known = drawPairs(columns, factors, drawsToLearn, rng);
  const classify = logisticRegression({ data: known.data, dims }, known.shared, factors.length);
  const asked = drawPairs(columns, factors, drawsToScore, rng);
  const right = asked.shared.filter((factor, draw) => {
    const scores = classify(asked.data, draw * dims);
    return scores.indexOf(Math.max(...scores)) === factor;
  });
  return right.length / drawsToScore;
}
