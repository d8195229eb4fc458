import { badValue } from '../../check/errors.js';
import type { Categories } from '../../matrix/categories.js';
import { encodeLabels } from '../../matrix/labels.js';
import { histogramBins } from './histogramBins.js';

/** A known factor of variation, encoded for the scores. */
export interface Factor {
  name: string;
  /** Category of every cell; for a continuous factor, the bin. [cells] */
  codes: Int32Array;
  /** Number of categories. */
  categories: number;
  /** Values of a continuous factor; undefined for categories. [cells] */
  values?: Float64Array;
}

/** Number of bins of a histogram, and the largest number of different numbers that count as categories. */
export const histogramSize = 20;

/** Fewest cells per category on average: with fewer, scores would be mostly chance, and identifiers would pass as a factor. */
const cellsPerCategory = 5;

/** A column of numbers as numbers; undefined for any other column. Categories stay categories, even if they are numbers. */
function numbersOf(given: Categories): Float64Array | undefined {
  if ('codes' in given) return undefined;
  const values = 'mask' in given ? given.values : given;
  const numeric = Array.from<unknown>(values).every((value) => ['number', 'bigint'].includes(typeof value));
  return numeric ? Float64Array.from(values as ArrayLike<number>, Number) : undefined;
}

function continuous(name: string, argument: string, values: Float64Array): Factor {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0)
    throw badValue({ argument, expected: 'finite values', received: `${values[at]} for cell ${at}` });
  const { codes, categories } = encodeLabels(argument, histogramBins(values, histogramSize));
  return { name, codes, categories: categories.length, values };
}

function checkCategories(argument: string, { codes, categories, values }: Factor): void {
  const sizes = new Int32Array(categories);
  for (const code of codes) sizes[code]!++;
  if (sizes.filter((size) => size > 1).length < 2) {
    const received =
      categories < 2 ? 'one value for all cells' : `${categories} values, at most one of them with two cells`;
    const next = 'Leave the factor out: no score can measure how it is encoded.';
    throw badValue({ argument, expected: 'two values or more, with two cells each', received, next });
  }
  if (values === undefined && categories * cellsPerCategory > codes.length) {
    const expected = `at least ${cellsPerCategory} cells per value on average`;
    throw badValue({ argument, expected, received: `${categories} values for ${codes.length} cells` });
  }
}

/**
 * Encodes a factor. Text, and numbers with up to 20 different values, are categories. Other numbers are continuous, and
 * are cut into 20 equally wide bins for scores that need categories.
 *
 * @throws RangeError if the length is wrong, a value is missing, or the values don't divide the cells into groups.
 */
export function asFactor(name: string, given: Categories, cells: number): Factor {
  const argument = `disentanglementMetrics: factors.${name}`;
  const { codes, categories } = encodeLabels(argument, given, { cells });
  const numbers = categories.length > histogramSize ? numbersOf(given) : undefined;
  const factor = numbers
    ? continuous(name, argument, numbers)
    : { name, codes, categories: categories.length };
  checkCategories(argument, factor);
  return factor;
}
