import { rejectUnknown, sameLength } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { asMatrix } from '../matrix/asMatrix.js';
import { type Categories, isCategories } from '../matrix/categories.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { checkGroups, groupSizes } from '../matrix/checkGroups.js';
import { encodeLabels, type Labels } from '../matrix/labels.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { toDense } from '../matrix/toDense.js';
import type { CovariateShape } from './assembly.js';
import type { CovariateSpec } from './definition.js';

/** One number per cell, or a matrix [cells, size]. */
export type Values = ArrayLike<number> | MatrixLike;

/** The batch of each cell. Without it, all cells belong to one batch. */
export interface BatchColumn {
  /** One entry per cell. */
  batch?: Categories;
}

/**
 * The columns that describe cells: `batch` and covariates by name; or the batch alone, for a model that needs no other column.
 */
export type KnownColumns<Covariates extends object> =
  | (Covariates & BatchColumn)
  | (object extends Covariates ? Categories : never);

/** Columns by name; a column without a name is the batch, as is anything else that isn't an object. */
export function columnsByName(columns: object): object {
  const named = typeof columns === 'object' && columns !== null && !isCategories(columns);
  return named ? columns : { batch: columns };
}

/** Batch and covariates of cells, coded. */
export interface CovariateColumns {
  /** The batch of each cell; absent if it wasn't given. */
  batch?: Labels;
  /** The covariates that were given, by name. */
  covariates: Record<string, Labels | Matrix>;
}

/** The columns that a call takes. */
export interface ExpectedColumns {
  /** Name of the call, for messages. */
  call: string;
  /** Number of cells. */
  cells: number;
  /** Every column that may be given, including `batch`. */
  covariates: Readonly<Record<string, CovariateSpec>>;
  /** Names of the columns that the call requires. */
  needed: readonly string[];
  /** After `fit`: batches and covariates of the fit. Other categories are refused. */
  fitted?: { batches: readonly string[]; covariates: Readonly<Record<string, CovariateShape>> };
  /** Before `fit`: whether a column may have nearly as many categories as cells; default false. */
  manyCategories?: boolean;
}

const isFlat = (values: Values): values is ArrayLike<number> =>
  ArrayBuffer.isView(values) ||
  (Array.isArray(values) && (values.length === 0 || typeof values[0] === 'number'));

async function valueColumns(argument: string, values: Values): Promise<Matrix> {
  if (!isFlat(values)) return toDense(await asMatrix(argument, values));
  return { data: Float32Array.from(values), shape: [values.length, 1] };
}

async function codeValues(argument: string, values: Values, fitted?: CovariateShape): Promise<Matrix> {
  const matrix = await valueColumns(argument, values);
  checkFinite(argument, matrix);
  if (!fitted || matrix.shape[1] === fitted.size) return matrix;
  const expected = `${fitted.size} values per cell, as at fit`;
  throw badValue({ argument, expected, received: `${matrix.shape[1]}` });
}

/** A column on its way to be coded. */
interface NamedColumn {
  name: string;
  spec: CovariateSpec;
  column: unknown;
  /** Its shape after `fit`. */
  fitted: CovariateShape | undefined;
}

async function codeColumn(
  { name, spec, column, fitted }: NamedColumn,
  { call, cells, manyCategories = false }: ExpectedColumns,
): Promise<Labels | Matrix> {
  const argument = `${call}: ${name}`;
  const of = 'cell of x';
  if (spec.kind === 'values') {
    const values = await codeValues(argument, column as Values, fitted);
    sameLength(argument, values.shape[0], cells, of);
    return values;
  }
  const { partial = false } = spec;
  const allowed = fitted?.categories;
  const rules = { cells, of, partial, ...(allowed ? { allowed } : {}) };
  const labels = encodeLabels(argument, column as Categories, rules);
  if (!allowed) checkGroups(argument, labels, { name, insist: manyCategories });
  return labels;
}

function checkGiven(
  given: Record<string, unknown>,
  { call, covariates, needed, fitted }: ExpectedColumns,
): void {
  rejectUnknown(`${call}: covariates`, given, Object.keys(covariates));
  const missing = needed.find((name) => given[name] === undefined);
  if (missing !== undefined) {
    const next = `Give ${call} { ${missing}: one entry per cell }.`;
    throw badValue({ argument: `${call}: ${missing}`, expected: 'a column', received: 'none', next });
  }
  const late = Object.keys(covariates).find(
    (name) => name !== 'batch' && given[name] !== undefined && fitted && !fitted.covariates[name],
  );
  if (late === undefined) return;
  const expected = 'nothing, since fit got none';
  throw badValue({ argument: `${call}: ${late}`, expected, received: 'a column' });
}

/**
 * Checks and codes the columns of cells: categories as codes, values as a matrix.
 *
 * @throws RangeError on an unknown name or category (with the nearest), a missing column, a column of another length, a missing
 * entry where the spec allows none, a column of categories with nearly as many categories as cells, or values that aren't
 * finite; TypeError on something that isn't a column.
 */
export async function codeColumns(given: object, expected: ExpectedColumns): Promise<CovariateColumns> {
  const { covariates, fitted } = expected;
  const columns = given as Record<string, unknown>;
  checkGiven(columns, expected);
  const shapes: Record<string, CovariateShape> = fitted
    ? { ...fitted.covariates, batch: { size: fitted.batches.length, categories: fitted.batches } }
    : {};
  const coded: Record<string, Labels | Matrix> = {};
  for (const [name, spec] of Object.entries(covariates)) {
    const column = columns[name];
    if (column === undefined) continue;
    coded[name] = await codeColumn({ name, spec, column, fitted: shapes[name] }, expected);
  }
  const { batch, ...others } = coded;
  return { covariates: others, ...(batch ? { batch: batch as Labels } : {}) };
}

/** The categories that only one cell has. */
export function singleCells(labels: Labels): string[] {
  const sizes = groupSizes(labels);
  return labels.categories.filter((_, code) => sizes[code] === 1);
}

/** The same batch for all cells. */
export function oneBatch(cells: number, categories: readonly string[] = ['all']): Labels {
  return { categories: [...categories], codes: new Int32Array(cells) };
}

/** Size and categories of a covariate. */
export function covariateShape(column: Labels | Matrix): CovariateShape {
  if (!('codes' in column)) return { size: column.shape[1] };
  return { size: column.categories.length, categories: column.categories };
}

/** Names of the columns whose spec passes `test`. */
export function namesOf(
  covariates: Readonly<Record<string, CovariateSpec>>,
  test: (spec: CovariateSpec) => boolean,
): string[] {
  return Object.keys(covariates).filter((name) => test(covariates[name]!));
}
