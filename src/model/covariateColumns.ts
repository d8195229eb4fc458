import { rejectUnknown, sameLength } from '../check/checks.js';
import { badValue } from '../check/errors.js';
import { asMatrix } from '../matrix/asMatrix.js';
import { checkFinite } from '../matrix/checkFinite.js';
import { encodeLabels, type Labels } from '../matrix/labels.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { toDense } from '../matrix/toDense.js';
import type { CovariateShape } from './assembly.js';
import type { CovariateSpec } from './definition.js';

/** A column of categories, one entry per cell. */
export type Categories = ArrayLike<string | number>;

/** Numbers, one per cell; or [cells, size]. */
export type Values = ArrayLike<number> | MatrixLike;

/** The batch of each cell. Without it all cells are of one batch. */
export interface BatchColumn {
  /** One entry per cell. */
  batch?: Categories;
}

/**
 * What is known of cells: columns by name, or the batch alone, for a model that needs no other column.
 */
export type KnownColumns<Covariates extends object> =
  | (Covariates & BatchColumn)
  | (object extends Covariates ? Categories : never);

/** Columns by name; a single one is the batch. */
export function columnsByName(known: object): object {
  return Array.isArray(known) || ArrayBuffer.isView(known) ? { batch: known } : known;
}

/** What is known of some cells beside x. */
export interface CovariateColumns {
  /** Absent if none was given. */
  batch?: Labels;
  /** Those that were given, by name. */
  covariates: Record<string, Labels | Matrix>;
}

/** What a call takes, and what the columns must be like. */
export interface ExpectedColumns {
  /** The call, for messages. */
  call: string;
  cells: number;
  /** Every column that may be given, `batch` among them. */
  covariates: Readonly<Record<string, CovariateSpec>>;
  /** Names without which the call can't be made. */
  needed: readonly string[];
  /** As `fit` found them: categories outside are refused. */
  known?: { batches: readonly string[]; covariates: Readonly<Record<string, CovariateShape>> };
}

const isFlat = (values: Values): values is ArrayLike<number> =>
  !('shape' in values) && (values.length === 0 || typeof values[0] === 'number');

async function valueColumns(argument: string, values: Values): Promise<Matrix> {
  if (!isFlat(values)) return toDense(await asMatrix(argument, values));
  return { data: Float32Array.from(values), shape: [values.length, 1] };
}

async function codeValues(argument: string, values: Values, known?: CovariateShape): Promise<Matrix> {
  const matrix = await valueColumns(argument, values);
  checkFinite(argument, matrix);
  if (!known || matrix.shape[1] === known.size) return matrix;
  const expected = `${known.size} values per cell, as at fit`;
  throw badValue({ argument, expected, received: `${matrix.shape[1]}` });
}

const codeColumn = (
  argument: string,
  { kind }: CovariateSpec,
  column: unknown,
  known: CovariateShape | undefined,
): Promise<Labels | Matrix> | Labels =>
  kind === 'values'
    ? codeValues(argument, column as Values, known)
    : encodeLabels(argument, column as Categories, known?.categories);

function checkGiven(
  given: Record<string, unknown>,
  { call, covariates, needed, known }: ExpectedColumns,
): void {
  rejectUnknown(`${call}: covariates`, given, Object.keys(covariates));
  const missing = needed.find((name) => given[name] === undefined);
  if (missing !== undefined) {
    const next = `Give ${call} { ${missing}: one entry per cell }.`;
    throw badValue({ argument: `${call}: ${missing}`, expected: 'a column', received: 'none', next });
  }
  const late = Object.keys(covariates).find(
    (name) => name !== 'batch' && given[name] !== undefined && known && !known.covariates[name],
  );
  if (late === undefined) return;
  const expected = 'nothing, since fit got none';
  throw badValue({ argument: `${call}: ${late}`, expected, received: 'a column' });
}

/**
 * Checks and codes what is known of cells: categories against those of `fit`, values as a matrix.
 *
 * @throws RangeError on an unknown name or category (with the nearest), a missing column, lengths that disagree, values that
 * aren't finite.
 */
export async function codeColumns(given: object, expected: ExpectedColumns): Promise<CovariateColumns> {
  const { call, cells, covariates, known } = expected;
  const columns = given as Record<string, unknown>;
  checkGiven(columns, expected);
  const coded: Record<string, Labels | Matrix> = {};
  const shapes: Record<string, CovariateShape> | undefined = known && {
    ...known.covariates,
    batch: { size: known.batches.length, categories: known.batches },
  };
  for (const [name, spec] of Object.entries(covariates)) {
    if (columns[name] === undefined) continue;
    const argument = `${call}: ${name}`;
    const column = await codeColumn(argument, spec, columns[name], shapes?.[name]);
    sameLength(argument, 'codes' in column ? column.codes.length : column.shape[0], cells, 'cell of x');
    coded[name] = column;
  }
  const { batch, ...others } = coded;
  return { covariates: others, ...(batch ? { batch: batch as Labels } : {}) };
}

/** One batch for all cells, for want of any. */
export function oneBatch(cells: number, categories: readonly string[] = ['all']): Labels {
  return { categories: [...categories], codes: new Int32Array(cells) };
}

/** What a covariate looks like, to be remembered. */
export function covariateShape(column: Labels | Matrix): CovariateShape {
  if (!('codes' in column)) return { size: column.shape[1] };
  return { size: column.categories.length, categories: column.categories };
}

/** Names of the columns whose spec passes a test. */
export function namesOf(
  covariates: Readonly<Record<string, CovariateSpec>>,
  test: (spec: CovariateSpec) => boolean,
): string[] {
  return Object.keys(covariates).filter((name) => test(covariates[name]!));
}
