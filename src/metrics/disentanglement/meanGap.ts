/** A score of every dimension for every target (a factor or a category). [dims][targets] */
export type ScoreMatrix = readonly ArrayLike<number>[];

/**
 * Mean over the targets of the best dimension's score minus the second best's: is each target in one dimension only?
 * This is the last step of MIG (scores I(z_d; f) / H(f)), of SAP and of MSGS.
 *
 * @param scores - Scores of at least two dimensions. [dims][targets]
 */
export function meanGap(scores: ScoreMatrix): number {
  const targets = scores[0]!.length;
  let sum = 0;
  for (let t = 0; t < targets; t++) {
    let [best, second] = [-Infinity, -Infinity];
    for (const row of scores) {
      second = Math.max(second, Math.min(best, row[t]!));
      best = Math.max(best, row[t]!);
    }
    sum += best - second;
  }
  return sum / targets;
}
