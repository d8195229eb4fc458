/** Two scores of one candidate; higher is better for both. */
export interface Candidate {
  /** How well batches are mixed. */
  batchCorrection: number;
  /** How well biology is kept. */
  bioConservation: number;
}

/** Marks the candidates that no other candidate beats: none is at least as good in both scores and better in one. */
export function onFrontier(candidates: readonly Candidate[]): boolean[] {
  const beats = (a: Candidate, b: Candidate): boolean =>
    a.batchCorrection >= b.batchCorrection &&
    a.bioConservation >= b.bioConservation &&
    (a.batchCorrection > b.batchCorrection || a.bioConservation > b.bioConservation);
  return candidates.map((one) => !candidates.some((other) => beats(other, one)));
}

/** Scales a score so that the frontier's ends are 0 and 1. */
const scaled = (value: number, from: number, to: number): number =>
  to > from ? (value - from) / (to - from) : 0;

/**
 * Finds the bend of the frontier: the candidate on it that lies farthest above the straight line between the frontier's
 * ends, both scores scaled to [0, 1]. Beyond it, a gain in one score costs most in the other.
 *
 * @returns The candidate's index. With one or two candidates on the frontier, the one with the higher
 * 0.6 · biology + 0.4 · batch.
 */
export function knee(candidates: readonly Candidate[]): number {
  const front = onFrontier(candidates);
  const numbers = candidates.flatMap((_, i) => (front[i] ? [i] : []));
  const [batch, bio] = (['batchCorrection', 'bioConservation'] as const).map((key) => {
    const values = numbers.map((i) => candidates[i]![key]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return (i: number) => scaled(candidates[i]![key], least, most);
  }) as [(i: number) => number, (i: number) => number];
  const total = (i: number) => 0.6 * candidates[i]!.bioConservation + 0.4 * candidates[i]!.batchCorrection;
  const rank = numbers.length > 2 ? (i: number) => batch(i) + bio(i) : total;
  return numbers.reduce((best, i) => (rank(i) > rank(best) ? i : best), numbers[0]!);
}
