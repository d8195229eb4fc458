import { maximumWeightMatching } from '../../learn/maximumWeightMatching.js';
import { meanGap, type ScoreMatrix } from './meanGap.js';

/** DRVI's three summaries of scores of dimensions for categories, each in [0, 1]. */
export interface MatchingScores {
  /**
   * Latent matching score: mean over the categories of the score in the best one-to-one matching with dimensions; an
   * unmatched category counts 0.
   */
  lms: number;
  /** Most similar averaging score: mean over the categories of the best dimension's score. */
  msas: number;
  /** Most similar gap score: mean over the categories of the best dimension's score minus the second best's. */
  msgs: number;
}

/**
 * LMS, MSAS and MSGS of a matrix of scores.
 *
 * @param scores - Scores of at least two dimensions. [dims][categories]
 */
export function matchingScores(scores: ScoreMatrix): MatchingScores {
  const categories = scores[0]!.length;
  const mean = (score: (category: number) => number): number =>
    Array.from({ length: categories }, (_, k) => score(k)).reduce((sum, value) => sum + value, 0) /
    categories;
  const dimOf = maximumWeightMatching(scores);
  return {
    lms: mean((k) => scores[dimOf[k]!]?.[k] ?? 0),
    msas: mean((k) => Math.max(...scores.map((row) => row[k]!))),
    msgs: meanGap(scores),
  };
}
