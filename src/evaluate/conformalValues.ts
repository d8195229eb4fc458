import type { NearestByClass } from '../learn/nearestByClass.js';

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** The finite ones of a cell's distances to a class. */
const distancesTo = ({ k, classes, distances }: NearestByClass, cell: number, code: number): number[] =>
  [...distances.subarray((cell * classes + code) * k, (cell * classes + code + 1) * k)].filter(
    Number.isFinite,
  );

/** Mean distance to a class, over that to all others; infinite for a class without another cell. */
function scoresOf(near: NearestByClass, cell: number): number[] {
  const byClass = Array.from({ length: near.classes }, (_, code) => distancesTo(near, cell, code));
  return byClass.map((own, code) => {
    if (own.length === 0) return Infinity;
    const others = byClass.flatMap((distances, other) => (other === code ? [] : distances));
    const elsewhere = mean(others.sort((a, b) => a - b).slice(0, near.k));
    // Equal cells of several labels are at distance 0 from all.
    if (elsewhere === 0) return mean(own) === 0 ? 1 : Infinity;
    return mean(own) / elsewhere;
  });
}

/** Number of sorted values that are at least `bound`. */
function countFrom(sorted: Float64Array, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}

/**
 * What the scores of new cells are compared with, by label: the sorted scores of the reference cells for their own labels.
 *
 * @param reference - Distances of the reference cells to each other.
 * @param codes - Label of each reference cell. [cells]
 * @param least - A label with fewer cells gets the scores of all.
 */
export function calibration(reference: NearestByClass, codes: Int32Array, least: number): Float64Array[] {
  const own = Float64Array.from(codes, (code, cell) => scoresOf(reference, cell)[code]!);
  const all = own.slice().sort();
  return Array.from({ length: reference.classes }, (_, code) => {
    const mine = own.filter((_, cell) => codes[cell] === code);
    return mine.length < least ? all : mine.sort();
  });
}

/** What {@link conformalValues} finds for one cell. */
export interface ConformalRow {
  /** The label with the largest p-value; of several, the one with the smallest score. */
  best: number;
  /** [labels] */
  values: number[];
}

/** Conformal p-values of a cell: `(1 + number of calibration scores >= score) / (1 + number of calibration scores)`. */
export function conformalValues(
  query: NearestByClass,
  cell: number,
  calibrations: readonly Float64Array[],
): ConformalRow {
  const scores = scoresOf(query, cell);
  const values = scores.map((score, code) => {
    const sorted = calibrations[code]!;
    return (1 + countFrom(sorted, score)) / (1 + sorted.length);
  });
  const order = [...scores.keys()].sort((a, b) => values[b]! - values[a]! || scores[a]! - scores[b]!);
  return { best: order[0]!, values };
}
