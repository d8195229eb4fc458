import { checkFinite } from '../matrix/checkFinite.js';
import { checkMatrix } from '../matrix/checkMatrix.js';
import { columnMoments } from '../matrix/columnMoments.js';
import type { CsrMatrix, Matrix } from '../matrix/matrix.js';
import { spreadRows } from '../matrix/spreadRows.js';
import { commonTotal } from './commonTotal.js';
import { countSteps } from './countSteps.js';
import type { Units, ValueStatistics } from './units.js';
import { valueStatistics } from './valueStatistics.js';

type Finding = Pick<Units, 'kind' | 'sure' | 'base' | 'targetSum' | 'centred' | 'skewed'>;

/** Logarithms stay below: ln(10,001) = 9.2, log2(1,000,001) = 19.9. Values above it are on the scale of counts. */
export const largestLogarithm = 20;
/** Cells whose totals and whose steps are compared, for time's sake. */
const [cellsForTotals, cellsForSteps] = [1000, 100];
/** Fewer whole values may be whole by chance. */
const fewValues = 20;
/** Share of whole values above which the others are estimated counts. */
const manyWhole = 0.3;
/** Largest value by median value; 2 to 5 among log-normalised cells, above among counts. */
const skewOfCounts = 6;
const bases = [Math.E, 2, 10];

const identity = (value: number): number => value;

function undoLog(base: number): (value: number) => number {
  const scale = Math.log(base);
  return (value) => Math.expm1(value * scale);
}

/** What equal totals show, for values that are small enough for logarithms. */
function byTotals(x: Matrix | CsrMatrix): Finding | undefined {
  const rows = spreadRows(x.shape[0], cellsForTotals);
  const plain = commonTotal(x, rows, identity);
  const logs = bases.flatMap((base) => {
    const common = commonTotal(x, rows, undoLog(base));
    return common ? [{ base, ...common }] : [];
  })[0];
  // Totals of very small values are nearly equal on both scales.
  if (plain && !(logs && logs.spread <= plain.spread)) {
    return { kind: 'normalised', sure: true, targetSum: plain.total };
  }
  return logs && { kind: 'logarithms', sure: true, base: logs.base, targetSum: logs.total };
}

/** What steps of one count show, for values that are small enough for logarithms. */
function bySteps(x: Matrix | CsrMatrix, { whole }: ValueStatistics): Finding | undefined {
  const rows = spreadRows(x.shape[0], cellsForSteps);
  const found = [undefined, ...bases].flatMap((base) => {
    const error = countSteps(x, rows, base === undefined ? identity : undoLog(base));
    return error === undefined ? [] : [{ base, error }];
  });
  const best = found.sort((a, b) => a.error - b.error)[0];
  if (best?.base !== undefined) return { kind: 'logarithms', sure: true, base: best.base };
  if (whole > manyWhole) return { kind: 'correctedCounts', sure: true };
  return best && { kind: 'normalised', sure: true };
}

function isSkewed(x: Matrix | CsrMatrix, { largest }: ValueStatistics): boolean {
  const every = Math.ceil(x.data.length / 100_000);
  const seen = Float32Array.from({ length: Math.ceil(x.data.length / every) }, (_, i) => x.data[i * every]!);
  const values = seen.filter((value) => value > 0).sort();
  return largest > skewOfCounts * values[values.length >> 1]!;
}

function ofLargeValues(x: Matrix | CsrMatrix, { whole }: ValueStatistics): Finding {
  const common = commonTotal(x, spreadRows(x.shape[0], cellsForTotals), identity);
  if (common) return { kind: 'normalised', sure: true, targetSum: common.total };
  const stepped =
    whole < manyWhole && countSteps(x, spreadRows(x.shape[0], cellsForSteps), identity) !== undefined;
  return { kind: stepped ? 'normalised' : 'correctedCounts', sure: true };
}

/** Whether the means of most genes are near 0, compared with their spread. */
function isCentred(x: Matrix | CsrMatrix): boolean {
  const { mean, variance } = columnMoments(x);
  const near = mean.filter((value, gene) => Math.abs(value) <= 0.1 * Math.sqrt(variance[gene]!));
  return near.length > mean.length / 2;
}

function findUnits(x: Matrix | CsrMatrix, statistics: ValueStatistics): Finding {
  const { smallest, largest, whole, values, cells, negativeCells } = statistics;
  if (smallest < 0) return { kind: 'scaled', sure: negativeCells >= cells / 2, centred: isCentred(x) };
  if (whole === 1) return { kind: 'counts', sure: values >= fewValues };
  if (largest > largestLogarithm) return ofLargeValues(x, statistics);
  const skewed = () => ({ kind: 'logarithms', sure: false, skewed: isSkewed(x, statistics) }) as const;
  return byTotals(x) ?? bySteps(x, statistics) ?? skewed();
}

/**
 * Decides from their values in which units cells are, and gives the evidence. `fit` and every call that takes cells afterwards
 * decide by it.
 *
 * Values below 0 are scaled or centred. Whole values are counts, however small. Other values above 20 are too large for
 * logarithms: they are normalised if all cells have one total or if each cell's values are multiples of one step, else corrected
 * counts. Smaller values are logarithms, unless their totals, their steps or many whole values show otherwise; if nothing
 * shows either, `sure` is false.
 *
 * @param x - It isn't changed. [cells, genes]
 * @throws RangeError on a NaN or infinite value; the error names the cell and the gene.
 * @example
 * ```ts
 * const { kind, largest, totals } = describeUnits(adata.x);
 * if (kind === 'counts') console.log(`counts up to ${largest}, ${totals[0]} to ${totals[2]} per cell`);
 * ```
 */
export function describeUnits(x: Matrix | CsrMatrix): Units {
  checkFinite('describeUnits: x', checkMatrix('describeUnits: x', x));
  const statistics = valueStatistics(x);
  return { ...statistics, ...findUnits(x, statistics) };
}
