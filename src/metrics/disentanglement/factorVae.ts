import type { Rng } from '../../random/rng.js';
import { cellSampler } from './cellSampler.js';
import type { Factor } from './factor.js';

const drawsToLearn = 10_000;
const drawsToScore = 5_000;
const cellsPerDraw = 64;
/** A dimension counts as collapsed if its standard deviation is below this share of the largest. */
const leastSpread = 0.05;

/** Variance of a column over the given cells. */
function variance(column: Float64Array, cells: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  const shift = column[cells[0]!]!;
  for (let i = 0; i < cells.length; i++) {
    const value = column[cells[i]!]! - shift;
    sum += value;
    squares += value * value;
  }
  return (squares - (sum * sum) / cells.length) / (cells.length - 1);
}

/** Returns the dimensions that vary, scaled to variance 1. */
function activeColumns(columns: readonly Float64Array[]): Float64Array[] {
  const all = Int32Array.from(columns[0]!.keys());
  const spreads = columns.map((column) => Math.sqrt(variance(column, all)));
  const least = leastSpread * Math.max(...spreads);
  return columns.flatMap((column, d) =>
    spreads[d]! > 0 && spreads[d]! >= least ? [column.map((value) => value / spreads[d]!)] : [],
  );
}

function leastVarying(columns: readonly Float64Array[], cells: Int32Array): number {
  const variances = columns.map((column) => variance(column, cells));
  return variances.indexOf(Math.min(...variances));
}

/** Counts how often each dimension varied least while a factor was fixed. [dims][factors] */
function votes(columns: readonly Float64Array[], factors: readonly Factor[], draws: number, rng: Rng) {
  const samplers = factors.map(cellSampler);
  const counts = columns.map(() => new Float64Array(factors.length));
  const cells = new Int32Array(cellsPerDraw);
  for (let draw = 0; draw < draws; draw++) {
    const factor = rng.integer(factors.length);
    const among = samplers[factor]!(rng);
    for (let i = 0; i < cells.length; i++) cells[i] = among[rng.integer(among.length)]!;
    counts[leastVarying(columns, cells)]![factor]!++;
  }
  return counts;
}

/**
 * FactorVAE score: cells that share a factor's value should vary least in that factor's dimension. Each dimension is
 * assigned to the factor for which it varied least most often in 10,000 draws of 64 cells; the score is the share of 5,000
 * further draws for which this assignment is right. 0 if no dimension varies, NaN with one factor.
 *
 * Source: Kim and Mnih 2018; as in disentanglement_lib, with two differences: cells are drawn from the observed ones, and
 * the threshold of 0.05 for collapsed dimensions is relative to the largest standard deviation, not absolute.
 *
 * @param columns - [dims][cells]
 */
export function factorVae(columns: readonly Float64Array[], factors: readonly Factor[], rng: Rng): number {
  if (factors.length < 2) return Number.NaN;
  const active = activeColumns(columns);
  if (active.length === 0) return 0;
  const factorOf = votes(active, factors, drawsToLearn, rng).map((row) => row.indexOf(Math.max(...row)));
  const scored = votes(active, factors, drawsToScore, rng);
  return scored.reduce((sum, row, d) => sum + row[factorOf[d]!]!, 0) / drawsToScore;
}
