import { anObject } from '../../check/checks.js';
import { badType, badValue } from '../../check/errors.js';
import { shown } from '../../check/values.js';
import { encodeLabels, type Labels, oneHotRows } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { CovariateShape } from '../../model/assembly.js';
import type { SystemCells } from '../../model/systemCells.js';
import type { AttributeValue, KnownAttributes } from './attributes.js';

/**
 * Values of an attribute as its network takes them: categories one-hot, numbers as they are. [values, size]
 *
 * @throws RangeError on a category that `fit` didn't see (with the nearest), or other than `size` finite numbers.
 */
export function attributeRows(
  argument: string,
  values: readonly AttributeValue[],
  { size, categories }: CovariateShape,
): Matrix {
  if (!Array.isArray(values))
    throw badType({ argument, expected: 'a list of values', received: shown(values) });
  const shape: Matrix['shape'] = [values.length, size];
  if (categories) {
    const rules = { allowed: categories };
    const { codes } = encodeLabels(argument, values as readonly (string | number)[], rules);
    return { data: oneHotRows(codes, size), shape };
  }
  const rows = values.map((value) => [value].flat() as number[]);
  const wrong = rows.find((row) => row.length !== size || !row.every(Number.isFinite));
  if (!wrong) return { data: Float32Array.from(rows.flat()), shape };
  throw badValue({ argument, expected: `${size} finite numbers`, received: shown(wrong) });
}

/** The same value for so many cells. */
function everywhere(
  argument: string,
  value: AttributeValue,
  shape: CovariateShape,
  cells: number,
): Labels | Matrix {
  const { data } = attributeRows(argument, [value], shape);
  const { size, categories } = shape;
  if (categories) return { categories: [...categories], codes: new Int32Array(cells).fill(data.indexOf(1)) };
  return {
    data: Float32Array.from({ length: cells * size }, (_, i) => data[i % size]!),
    shape: [cells, size],
  };
}

/**
 * The same cells with other attributes.
 *
 * @param to - The value that all cells get, by attribute; the others keep their own.
 * @throws RangeError on an attribute or category that `fit` didn't see (with the nearest), or values of another size.
 */
export function withAttributes(
  call: string,
  cells: SystemCells,
  to: Readonly<Record<string, AttributeValue>>,
  known: KnownAttributes,
): SystemCells {
  const count = cells.x.shape[0];
  const columns = Object.entries(to).map(
    ([name, value]) => [name, everywhere(`${call}: to.${name}`, value, known[name]!, count)] as const,
  );
  const { batch, ...others } = Object.fromEntries(columns);
  return {
    ...cells,
    ...(batch ? { batch: batch as Labels } : {}),
    covariates: { ...cells.covariates, ...others },
  };
}

/** Every combination of the values of a grid, the last attribute changing first. */
export function combinations<Name extends string>(
  grid: Readonly<Partial<Record<Name, readonly AttributeValue[]>>>,
): Partial<Record<Name, AttributeValue>>[] {
  anObject('predictGrid: grid', grid, 'values by attribute');
  for (const [name, values] of Object.entries(grid)) {
    const argument = `predictGrid: grid.${name}`;
    if (!Array.isArray(values))
      throw badType({ argument, expected: 'a list of values', received: shown(values) });
  }
  const entries = Object.entries(grid) as [Name, readonly AttributeValue[]][];
  const extend = (
    found: Partial<Record<Name, AttributeValue>>[],
    [name, values]: (typeof entries)[number],
  ): Partial<Record<Name, AttributeValue>>[] =>
    found.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  return entries.reduce(extend, [{}]);
}
