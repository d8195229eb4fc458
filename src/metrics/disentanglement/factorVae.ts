import type { Rng } from '../../random/rng.js';
import { cellSampler } from './cellSampler.js';
import type { Factor } from './factor.js';

const drawsToLearn = 10_000;
const drawsToScore = 5_000;
const cellsPerDraw = 64;
/** Dimensions whose standard deviation is below this share of the largest count as collapsed. */
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

/** Dimensions that vary, scaled to variance 1. */
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

/** How often, a factor being held fixed, a dimension varied least. [dims][factors] */
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
 * FactorVAE score: cells that share a factor's value should vary least in that factor's dimension. A dimension stands for
 * the factor it voted for most in 10,000 draws of 64 cells; the score is how often that is right in 5,000 others. 0 if no
 * dimension varies, NaN with one factor.
 *
 * Source: Kim and Mnih 2018; as in disentanglement_lib, but for drawing among observed cells, and for leaving out dimensions by
 * their spread against the largest (0.05) in place of 0.05 itself.
 *
 * @param columns - [dims][cells]
 */
export function factorVae(columns: readonly Float64Array[], factors: readonly Factor[], rng: Rng): number {
  if (factors.length < 2) return Number.NaN;
  const active = activeColumns(columns);
  if (active.length === 0) return 0;
  const standsFor = votes(active, factors, drawsToLearn, rng).map((row) => row.indexOf(Math.max(...row)));
  const scored = votes(active, factors, drawsToScore, rng);
  return scored.reduce((sum, row, d) => sum + row[standsFor[d]!]!, 0) / drawsToScore;
}
